import type { ModelTrial } from '../../wire/model-view.ts'
import { Icon } from '../parts/Icon.tsx'
import { useInbox } from '../state/inbox.ts'
import { count } from '../words/names.ts'
import { Changes } from './Changes.tsx'

type Crossing = {
  readonly enter: number
  readonly leave: number
  readonly qualified: number
  readonly judged: number
}

const Counts = ({ noun, of }: { noun: string; of: Crossing }) => (
  <div class="impact">
    <span class="impact-noun">{noun}</span>
    <span class="figure" data-tone={of.enter > 0 ? 'positive' : undefined}>
      +{of.enter} enter
    </span>
    <span class="figure" data-tone={of.leave > 0 ? 'danger' : undefined}>
      −{of.leave} leave
    </span>
    <span class="sub">
      {of.qualified} of {of.judged} qualified now, {of.qualified + of.enter - of.leave} then
    </span>
  </div>
)

const People = ({ title, people }: { title: string; people: ModelTrial['users']['entering'] }) =>
  people.length === 0 ? null : (
    <div>
      <h3>{title}</h3>
      <ul class="plain-list">
        {people.map(({ userId, name, company, accountId, score }) => (
          <li key={`${userId} ${accountId}`}>
            <span>
              <bdi>{name ?? userId}</bdi> <bdi class="muted">{company}</bdi>
            </span>
            <span class="figure muted">
              {score.before} → {score.after}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )

const Impact = ({ trial: { users, accounts, leads, refolds } }: { trial: ModelTrial }) => (
  <div class="impacts">
    <Counts noun="Users" of={users} />
    <Counts noun="Accounts" of={accounts} />
    <p class="muted">
      {count(leads.open, 'lead')} would open, {count(leads.close, 'lead')} would close.
    </p>
    <People title="Would enter" people={users.entering} />
    <People title="Would leave" people={users.leaving} />
    {refolds && (
      <p class="muted">
        It looks at something new: profiles are counted anew from everything that was ever sent.
      </p>
    )}
  </div>
)

const Publish = () => {
  const { editor, toasts } = useInbox()
  const publish = async () => {
    if (!(await editor.publish())) return
    const version = editor.published.value.value?.version ?? 0
    toasts.show({
      tone: 'done',
      about: 'model',
      text: `Version ${version} is in force. Everybody is being judged by it.`,
      button: null,
    })
  }
  return (
    <form
      class="model-publish"
      onSubmit={(event) => {
        event.preventDefault()
        void publish()
      }}
    >
      <label class="field">
        Why
        <textarea
          rows={2}
          required
          maxLength={500}
          value={editor.reason.value}
          onInput={({ currentTarget }) => (editor.reason.value = currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={editor.busy.value !== null}>
        {editor.busy.value === 'publishing' ? 'Publishing…' : 'Publish for everybody'}
      </button>
    </form>
  )
}

const Mistakes = () => {
  const { mistakes } = useInbox().editor
  return (
    <div class="model-mistakes" role="alert">
      <p>
        <Icon name="warning" /> {count(mistakes.value.length, 'mistake')} to put right first
      </p>
      <ul class="changes">
        {mistakes.value.map(({ path, given, wanted }) => (
          <li key={`${path} ${wanted}`}>
            <code>{path || '/'}</code>
            <span>
              given {given}, wanted {wanted}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the draft changes and would do; from here it is published. */
export const Review = () => {
  const { editor } = useInbox()
  const { changes, mistakes, trial, busy, failure } = editor
  const isSound = mistakes.value.length === 0
  return (
    <aside class="model-review" aria-label="Your changes">
      <header class="model-card-head">
        <h2>{editor.isChanged.value ? 'Your changes' : 'Nothing changed yet'}</h2>
        {editor.isChanged.value && (
          <button type="button" class="button small" onClick={editor.discard}>
            Discard
          </button>
        )}
      </header>
      {!editor.isChanged.value && (
        <p class="muted">Change points, windows or thresholds. Nobody is affected until you publish.</p>
      )}
      {!isSound && <Mistakes />}
      {isSound && changes.value.length > 0 && <Changes changes={changes.value} />}
      {failure.value && (
        <p class="danger" role="alert">
          {failure.value.message}
        </p>
      )}
      {isSound && changes.value.length > 0 && !trial.value && (
        <button
          type="button"
          class="button primary"
          disabled={busy.value !== null}
          onClick={() => void editor.tryOut()}
        >
          {busy.value === 'trying' ? 'Trying it on everybody…' : 'See what it would do'}
        </button>
      )}
      {trial.value && isSound && (
        <>
          <Impact trial={trial.value} />
          <Publish />
        </>
      )}
    </aside>
  )
}

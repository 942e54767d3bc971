import type { ModelTrial } from '../../wire/model-view.ts'
import { Publish, Review } from '../publishing/Review.tsx'
import { useInbox } from '../state/inbox.ts'
import { count, plain } from '../words/names.ts'
import { exact } from '../words/time.ts'

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
      +{plain(of.enter)} enter
    </span>
    <span class="figure" data-tone={of.leave > 0 ? 'danger' : undefined}>
      −{plain(of.leave)} leave
    </span>
    <span class="sub">
      {plain(of.qualified)} of {plain(of.judged)} qualified now, {plain(of.qualified + of.enter - of.leave)}{' '}
      then
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

const Impact = ({ trial: { users, accounts, leads, refolds, journalSince } }: { trial: ModelTrial }) => (
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
        It looks at something new: profiles are counted anew from{' '}
        {journalSince === null
          ? 'everything that was ever sent.'
          : `${exact(Date.parse(journalSince))} on. Older events are no longer kept one by one.`}
      </p>
    )}
  </div>
)

/** A mistake's place, with the name of its rule. */
const Place = ({ path }: { path: string }) => {
  const { draft } = useInbox().editor
  const [, index] = /^\/rules\/(\d+)(\/|$)/.exec(path) ?? []
  const rule = draft.value?.rules?.[Number(index)]
  return (
    <span>
      {rule && <bdi>{rule.label} </bdi>}
      <code>{path || '/'}</code>
    </span>
  )
}

/** What the draft changes and would do; from here it is published. */
export const ModelReview = () => {
  const { editor } = useInbox()
  const trial = editor.trial.value
  return (
    <Review
      of={editor}
      placeOf={(path) => <Place path={path} />}
      hint="Change points, windows or thresholds. Nobody is affected until you publish."
    >
      {trial ? (
        <>
          <Impact trial={trial} />
          <Publish of={editor} label="Publish for everybody" done="Everybody is being judged by it." />
        </>
      ) : (
        <button
          type="button"
          class="button primary"
          disabled={editor.busy.value !== null}
          onClick={() => void editor.tryOut()}
        >
          {editor.busy.value === 'trying' ? 'Trying it on everybody…' : 'See what it would do'}
        </button>
      )}
    </Review>
  )
}

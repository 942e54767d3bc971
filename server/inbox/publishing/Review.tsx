import type { ComponentChildren } from 'preact'
import { Icon } from '../parts/Icon.tsx'
import { useInbox } from '../state/inbox.ts'
import { count } from '../words/names.ts'
import { Changes } from './Changes.tsx'
import type { Mistake, Versioned } from './publishing.ts'
import { Why } from './Why.tsx'

type Of = { readonly of: Versioned }

type Publish = Of & {
  readonly label: string
  /** What publishing brought, after "Version 3 is in force." */
  readonly done: string
}

/** Publishes the draft, with a reason. */
export const Publish = ({ of, label, done }: Publish) => {
  const { toasts } = useInbox()
  const publish = async () => {
    if (!(await of.publish())) return
    const text = `Version ${of.published.value.value?.version ?? 0} is in force. ${done}`
    toasts.show({ tone: 'done', about: 'publishing', text, button: null })
  }
  return (
    <form
      class="review-publish"
      onSubmit={(event) => {
        event.preventDefault()
        void publish()
      }}
    >
      <Why reason={of.reason} />
      <button type="submit" class="button primary" disabled={of.busy.value !== null}>
        {of.busy.value === 'publishing' ? 'Publishing…' : label}
      </button>
    </form>
  )
}

type Place = (path: string) => ComponentChildren
const asWritten: Place = (path) => <code>{path || '/'}</code>

const Mistakes = ({ mistakes, placeOf }: { mistakes: readonly Mistake[]; placeOf: Place }) => (
  <div class="review-mistakes" role="alert">
    <p>
      <Icon name="warning" /> {count(mistakes.length, 'mistake')} to put right first
    </p>
    <ul class="changes">
      {mistakes.map(({ path, given, wanted }) => (
        <li key={`${path} ${wanted}`}>
          {placeOf(path)}
          <span>
            given <bdi>{given}</bdi>, wanted {wanted}
          </span>
        </li>
      ))}
    </ul>
  </div>
)

type Props = Of & {
  /** Where a mistake is, and the way there. @default the path as it is written */
  readonly placeOf?: Place
  /** Said while nothing is changed; without it nothing is there then. */
  readonly hint?: string
  /** The way on, once there are changes without mistakes. */
  readonly children: ComponentChildren
}

/** What the draft changes, or what is wrong with it, and the way to publish it. */
export const Review = ({ of, placeOf = asWritten, hint, children }: Props) => {
  const isChanged = of.isChanged.value
  const mistakes = of.mistakes.value
  if (!isChanged && !hint) return null
  const isSound = isChanged && mistakes.length === 0
  return (
    <aside class="review" aria-label="Your changes">
      <header class="review-head">
        <h2>{isChanged ? 'Your changes' : 'Nothing changed yet'}</h2>
        {isChanged && (
          <button type="button" class="button small" onClick={of.discard}>
            Discard
          </button>
        )}
      </header>
      {!isChanged && <p class="muted">{hint}</p>}
      {mistakes.length > 0 && <Mistakes mistakes={mistakes} placeOf={placeOf} />}
      {isSound && <Changes changes={of.changes.value} />}
      {isChanged && of.failure.value && (
        <p class="danger" role="alert">
          {of.failure.value.message}
        </p>
      )}
      {isSound && children}
    </aside>
  )
}

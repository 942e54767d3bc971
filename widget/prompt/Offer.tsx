import type { Action, Overlay } from '../overlay.ts'
import { Limit } from './Limit.tsx'
import type { Handlers, View } from './Surface.tsx'
import { WORDS } from './words.ts'

type Props = {
  readonly overlay: Overlay
  readonly view: View
  readonly hidden: boolean
  readonly on: Handlers
}

/** What the prompt says, and what can be done about it. */
export const Offer = ({ overlay, view, hidden, on }: Props) => {
  const { title, body, benefits, limit, primary, secondary, format } = overlay
  return (
    <div class="pane" hidden={hidden}>
      <div class="copy">
        <h2 id="title">{title}</h2>
        {body && <p id="body">{body}</p>}
      </div>
      {limit && <Limit limit={limit} />}
      {format !== 'banner' && <Benefits benefits={benefits} />}
      <p class="problem" role="alert">
        {view === 'unreachable' && WORDS.unreachable}
      </p>
      <div class="actions">
        <Call action={primary} look="primary" busy={view === 'loading'} on={on} />
        {secondary && <Call action={secondary} look="secondary" busy={view === 'loading'} on={on} />}
        <button type="button" class="quiet" onClick={on.onLater}>
          {WORDS.later}
        </button>
      </div>
    </div>
  )
}

type CallProps = {
  readonly action: Action
  readonly look: 'primary' | 'secondary'
  readonly busy: boolean
  readonly on: Handlers
}

/** A real link where it leads somewhere: it can be copied or opened in a tab, and the browser does the rest. */
const Call = ({ action, look, busy, on }: CallProps) =>
  action.href === undefined ? (
    <button type="button" class={look} aria-busy={busy} onClick={() => on.onAction(action)}>
      {action.label}
    </button>
  ) : (
    <a class={look} href={action.href} onClick={() => on.onAction(action)}>
      {action.label}
    </a>
  )

const Benefits = ({ benefits }: { readonly benefits: readonly string[] }) =>
  benefits.length > 0 && (
    <ul>
      {benefits.map((benefit) => (
        <li key={benefit}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m3.5 8.5 3 3 6-7" />
          </svg>
          {benefit}
        </li>
      ))}
    </ul>
  )

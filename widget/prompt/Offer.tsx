import type { Action, Overlay } from '../overlay.ts'
import type { View } from './contact.ts'
import { Limit } from './Limit.tsx'
import { WORDS } from './words.ts'

type Props = {
  readonly overlay: Overlay
  readonly id: string
  readonly view: View
  readonly onAction: (action: Action) => void
  readonly onLater: () => void
}

/** What the prompt says, and what can be done about it. */
export const Offer = ({ overlay, id, view, onAction, onLater }: Props) => {
  const { title, body, benefits, limit, primary, secondary, format } = overlay
  const call = (action: Action, look: CallProps['look']) => (
    <Call action={action} look={look} busy={view === 'loading'} onAction={onAction} />
  )
  return (
    <div class="pane" hidden={view === 'form'}>
      <div class="copy">
        <h2 id={`${id}title`}>{title}</h2>
        {body && <p id={`${id}body`}>{body}</p>}
      </div>
      {limit && <Limit limit={limit} />}
      {format !== 'banner' && <Benefits benefits={benefits} />}
      {view === 'failed' && (
        <p class="problem" role="alert">
          {WORDS.formFailed}
        </p>
      )}
      <div class="actions">
        {call(primary, 'primary')}
        {secondary && call(secondary, 'secondary')}
        <button type="button" class="quiet" onClick={onLater}>
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
  readonly onAction: (action: Action) => void
}

/** A real link where it leads somewhere: it can be copied or opened in a tab, and the browser does the rest. */
const Call = ({ action, look, busy, onAction }: CallProps) =>
  action.href === undefined ? (
    <button type="button" class={look} aria-busy={busy} onClick={() => onAction(action)}>
      {action.label}
    </button>
  ) : (
    <a class={look} href={action.href} onClick={() => onAction(action)}>
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

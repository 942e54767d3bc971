import type { ContactForm } from '../form/form.ts'
import type { Action, Overlay } from '../overlay.ts'
import { Corner } from './Corner.tsx'
import { Offer } from './Offer.tsx'
import { reason } from './words.ts'

/** What the reader has in front of them. `unreachable`: the offer, and that the form could not be fetched. */
export type View = 'offer' | 'loading' | 'unreachable' | 'form' | 'sent'

export type State = {
  readonly view: View
  /** Fetched on the first click, then kept, with what was typed in it. */
  readonly form: ContactForm | null
  /** Read out politely by a surface that takes no focus. */
  readonly news: readonly string[]
}

export type Handlers = {
  readonly onAction: (action: Action) => void
  readonly onLater: () => void
  readonly onMute: () => void
  readonly onClose: () => void
  /** Esc, or a press beside a modal. */
  readonly onCancel: (event: Event) => void
}

type Props = { readonly overlay: Overlay; readonly state: State; readonly on: Handlers }

/** One overlay in the frame of its format: a native modal dialog, a popover in the corner, or a block above the page. */
export const Surface = ({ overlay, state: { view, form, news }, on }: Props) => {
  const { format } = overlay
  const inForm = view === 'form' || view === 'sent'
  const frame = {
    class: `surface ${format}`,
    'aria-labelledby': inForm ? 'form-title' : 'title',
    onCancel: on.onCancel,
  }
  const content = (
    <>
      <Offer overlay={overlay} view={view} hidden={inForm} on={on} />
      {form?.draw(!inForm)}
      <Corner reason={reason(overlay)} on={on} />
    </>
  )
  if (format === 'modal')
    return (
      <dialog {...frame} aria-describedby="body" onClose={on.onClose}>
        {content}
      </dialog>
    )
  return (
    <>
      <section {...frame} popover={format === 'slide-in' ? 'manual' : undefined}>
        {content}
      </section>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <output> is for calculations, and read by fewer */}
      <div class="news" role="status">
        {news.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </>
  )
}

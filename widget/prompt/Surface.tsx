import { useId, useState } from 'preact/hooks'
import type { Action, ContactMessage, Listeners, Overlay } from '../overlay.ts'
import { Corner } from './Corner.tsx'
import { useContact } from './contact.ts'
import { Frame } from './Frame.tsx'
import { Offer } from './Offer.tsx'
import { reason } from './words.ts'

/** How an overlay ends: as the reader chose, or `followed` after a link. */
export type Ending = 'later' | 'close' | 'mute' | 'followed'

type Props = {
  readonly overlay: Overlay
  readonly listeners: Listeners
  readonly onEnd: (ending: Ending) => void
}

/** One overlay: the offer, or the contact form in its place, and the corner with menu and close. */
export const Surface = ({ overlay, listeners, onEnd }: Props) => {
  const { view, Form, open, back } = useContact(() => listeners.loadForm())
  const [contact, setContact] = useState(overlay.primary)
  const [sent, setSent] = useState(false)
  const id = useId()
  const close = () => onEnd('close')
  const act = (action: Action) => {
    listeners.onAction(action)
    if (action.kind !== 'contact') return onEnd('followed')
    setContact(action)
    open()
  }
  const send = async (message: ContactMessage) => {
    await listeners.onContact(message)
    setSent(true)
  }
  const inForm = view === 'form'
  return (
    <Frame
      format={overlay.format}
      titleId={inForm ? `${id}form` : `${id}title`}
      bodyId={`${id}body`}
      news={[overlay.title, overlay.body]}
      onShown={() => listeners.onShown()}
      onEscape={inForm && !sent ? back : close}
      onClosed={close}
    >
      <Offer overlay={overlay} id={id} view={view} onAction={act} onLater={() => onEnd('later')} />
      {Form && (
        <Form
          titleId={`${id}form`}
          title={contact.label}
          hidden={!inForm}
          person={overlay.person}
          team={overlay.brand.name}
          send={send}
          onBack={back}
          onDone={close}
        />
      )}
      <Corner reason={reason(overlay)} onMute={() => onEnd('mute')} onClose={close} />
    </Frame>
  )
}

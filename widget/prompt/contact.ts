import type { ContactForm } from '../form/form.ts'
import type { Action, Listeners, Overlay } from '../overlay.ts'
import { createAnswer } from './answer.ts'
import { el } from './element.ts'
import type { Surface } from './surface.ts'
import { wordsOf } from './words.ts'

type Options = {
  readonly overlay: Overlay
  readonly listeners: Listeners
  readonly surface: Surface
  readonly onDone: () => void
}

/** The way from the offer to the contact form, whose chunk is fetched on the first click, and back. */
export const createContact = ({ overlay, listeners, surface, onDone }: Options) => {
  const { frame, offer, turnTo } = surface
  let form: ContactForm | undefined
  let isWriting = false

  const back = () => {
    isWriting = false
    turnTo(offer.pane)
    offer.pane.querySelector<HTMLElement>('.actions button')?.focus()
  }
  const onSent = (thanks: { readonly title: string; readonly text: string }) => {
    isWriting = false
    const { close } = wordsOf(overlay)
    const { pane, focus } = createAnswer({ id: 'sent-title', ...thanks, close, onClose: onDone })
    turnTo(pane)
    focus()
  }
  const fetchForm = async (title: string) => {
    const { createForm } = await listeners.loadForm()
    return createForm({
      el,
      frame,
      title,
      overlay,
      send: (message) => listeners.onContact(message),
      onSent,
      onBack: back,
    })
  }
  return {
    isWriting: () => isWriting,
    async open({ label }: Action) {
      offer.say('loading')
      try {
        form ??= await fetchForm(label)
        offer.say('ready')
        isWriting = true
        turnTo(form.pane)
        form.focus()
      } catch {
        offer.say('unreachable')
      }
    },
    /** Goes back to the offer; false when it is there already. */
    leave: (): boolean => {
      const was = isWriting
      if (was) back()
      return was
    },
  }
}

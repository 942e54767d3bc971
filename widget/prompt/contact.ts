import { h } from 'preact'
import type { Action, Listeners, Overlay } from '../overlay.ts'
import type { State } from './Surface.tsx'

type Options = {
  readonly overlay: Overlay
  readonly listeners: Listeners
  readonly root: HTMLElement
  readonly draw: (change?: Partial<State>) => void
  readonly onDone: () => void
}

/** The way from the offer to the contact form, whose chunk is fetched on the first click, and back. */
export const createContact = ({ overlay, listeners, root, draw, onDone }: Options) => {
  const back = () => {
    draw({ view: 'offer' })
    root.querySelector<HTMLElement>('.actions button')?.focus()
  }
  const fetchForm = async (title: string) => {
    const { createForm } = await listeners.loadForm()
    return createForm({
      h,
      root,
      title,
      person: overlay.person,
      team: overlay.brand.name,
      redraw: draw,
      send: (message) => listeners.onContact(message),
      onSent: () => draw({ view: 'sent' }),
      onBack: back,
      onDone,
    })
  }
  const open = async (action: Action, known: State['form']) => {
    draw({ view: 'loading' })
    try {
      const form = known ?? (await fetchForm(action.label))
      draw({ view: 'form', form })
      form.focus()
    } catch {
      draw({ view: 'unreachable' })
    }
  }
  return { open, back }
}

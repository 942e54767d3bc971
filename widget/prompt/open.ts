import { h, render } from 'preact'
import type { OpenOverlay } from '../overlay.ts'
import { announce } from './announce.ts'
import { createContact } from './contact.ts'
import { mount } from './mount.ts'
import { present } from './present.ts'
import { type Handlers, type State, Surface } from './Surface.tsx'
import { applyTheme } from './theme.ts'

/**
 * Draws one overlay in a shadow root of its own; one that is still open gives way. It goes away by itself when the
 * reader chooses Later, close or "Don't show this again" (each reported once) or follows a link.
 *
 * One state, one draw: every change replaces the state and renders the whole surface, at once and in place.
 */
export const open: OpenOverlay = (wanted, listeners) => {
  const mounted = mount(wanted.format, () => remove())
  const { root, format } = mounted
  const overlay = { ...wanted, format }
  let state: State = { view: 'offer', form: null, news: [] }
  let stage: 'open' | 'closing' | 'gone' = 'open'
  let hush: (() => void) | undefined

  const draw = (change: Partial<State> = {}) => {
    state = { ...state, ...change }
    if (stage !== 'gone') render(h(Surface, { overlay, state, on }), root)
  }
  const remove = () => {
    close()
    if (stage === 'gone') return
    stage = 'gone'
    render(null, root)
    mounted.unmount()
  }
  const close = () => {
    if (stage !== 'open') return
    stage = 'closing'
    hush?.()
    void dismiss().then(remove)
  }
  const end = (report: () => void) => () => {
    if (stage !== 'open') return
    close()
    report()
  }
  const onClose = end(() => listeners.onClose())
  const contact = createContact({ overlay, listeners, root, draw, onDone: onClose })
  const on: Handlers = {
    onClose,
    onLater: end(() => listeners.onLater()),
    onMute: end(() => listeners.onMute()),
    onCancel: (event) => {
      event.preventDefault()
      if (state.view === 'form') contact.back()
      else onClose()
    },
    onAction: (action) => {
      listeners.onAction(action)
      if (action.kind === 'contact') void contact.open(action, state.form)
      else close()
    },
  }
  applyTheme(mounted.host, root, overlay.brand)
  draw()
  const dismiss = present(mounted, () => {
    if (format !== 'modal') hush = announce([overlay.title, overlay.body], (news) => draw({ news }))
    listeners.onShown()
  })
  return { close }
}

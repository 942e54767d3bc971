import { h, render } from 'preact'
import type { OpenOverlay, Overlay } from '../overlay.ts'
import { keepFocus } from './keep-focus.ts'
import { shieldKeys } from './keys.ts'
import { makeRoom } from './make-room.ts'
import { conceal } from './reveal.ts'
import { type Ending, Surface } from './Surface.tsx'
import css from './style.css?inline'
import { applyTheme } from './theme.ts'

const HOST = 'tidemark-overlay'
/** Asks an open overlay to give way: in the DOM, so that two copies of this chunk on a page don't stack either. */
const REPLACE = 'tidemark:replace'

/**
 * Draws one overlay in a shadow root of its own; one that is still open gives way. It goes away by itself when the
 * reader chooses Later, close or "Don't show this again" (each reported once) or follows a link.
 */
export const open: OpenOverlay = (overlay, listeners) => {
  for (const other of document.querySelectorAll(HOST)) other.dispatchEvent(new Event(REPLACE))
  const host = document.createElement(HOST)
  const root = shadowRoot(host)
  const { format, giveBack } = place(host, overlay.format)
  applyTheme(host, root, overlay.brand)
  const undoShield = shieldKeys(host, root, format === 'modal')
  const returnFocus = keepFocus(root)
  let isOpen = true
  let isThere = true

  const remove = () => {
    if (!isThere) return
    isThere = false
    render(null, root)
    giveBack()
    host.remove()
  }
  const close = () => {
    if (!isOpen) return
    isOpen = false
    undoShield()
    const gone = conceal(root)
    returnFocus()
    void gone.then(remove)
  }
  const end = (ending: Ending) => {
    if (!isOpen) return
    close()
    if (ending === 'later') listeners.onLater()
    if (ending === 'close') listeners.onClose()
    if (ending === 'mute') listeners.onMute()
  }
  host.addEventListener(REPLACE, () => {
    close()
    remove()
  })
  render(h(Surface, { overlay: { ...overlay, format }, listeners, onEnd: end }), root)
  return { close }
}

const shadowRoot = (host: HTMLElement): HTMLElement => {
  const shadow = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  shadow.adoptedStyleSheets = [sheet]
  const root = document.createElement('div')
  root.className = 'root'
  return shadow.appendChild(root)
}

/** Beside `<body>`, so that no transform, filter or page change of the host moves it. A banner without room slides in. */
const place = (
  host: HTMLElement,
  wanted: Overlay['format'],
): { readonly format: Overlay['format']; readonly giveBack: () => void } => {
  host.dataset['format'] = wanted
  const giveBack = wanted === 'banner' ? makeRoom(host) : null
  if (giveBack) return { format: wanted, giveBack }
  const format = wanted === 'banner' ? 'slide-in' : wanted
  host.dataset['format'] = format
  document.documentElement.append(host)
  return { format, giveBack: () => {} }
}

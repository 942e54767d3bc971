import type { Overlay } from '../overlay.ts'
import { makeRoom } from './make-room.ts'
import css from './style.css?inline'

const HOST = 'tidemark-overlay'
/** Asks an open overlay to give way: in the DOM, so that two copies of this chunk on a page don't stack either. */
const REPLACE = 'tidemark:replace'

export type Mount = {
  readonly host: HTMLElement
  /** The element in the shadow root that everything is drawn in. */
  readonly root: HTMLElement
  /** A banner slides in where the page has no room for it. */
  readonly format: Overlay['format']
  readonly unmount: () => void
}

/**
 * Puts an empty shadow root on the page, beside `<body>`, so that no transform, filter or page change of the host moves
 * it. Other overlays are told to give way first, as this one is when `onReplaced` is called.
 */
export const mount = (wanted: Overlay['format'], onReplaced: () => void): Mount => {
  for (const other of document.querySelectorAll(HOST)) other.dispatchEvent(new Event(REPLACE))
  const host = document.createElement(HOST)
  host.addEventListener(REPLACE, onReplaced)
  host.dataset['format'] = wanted
  const root = shadowRoot(host)
  const giveBack = wanted === 'banner' ? makeRoom(host) : null
  const format = wanted === 'banner' && !giveBack ? 'slide-in' : wanted
  host.dataset['format'] = format
  if (!giveBack) document.documentElement.append(host)
  return {
    host,
    root,
    format,
    unmount: () => {
      giveBack?.()
      host.remove()
    },
  }
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

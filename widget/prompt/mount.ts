import type { Overlay } from '../overlay.ts'
import { dialogAround } from './composed.ts'
import { directionOf } from './direction.ts'
import { el, icon } from './element.ts'
import { makeRoom } from './make-room.ts'
import css from './style.css?inline'

/** Asks the overlay that stands in a place to give way: on the window, so that two copies of this chunk don't stack either. */
const REPLACE = 'tidemark:replace'

/** Parsed when the chunk is evaluated, so that a prompt that is fetched ahead has it ready. */
const sheet = new CSSStyleSheet()
sheet.replaceSync(css)

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
 * it; a slot is filled where it stands. What is there already is told to give way. `onLost`: this has to, or the page
 * has taken it out.
 */
export const mount = (overlay: Overlay, onLost: () => void): Mount => {
  const { format: wanted, target } = overlay
  const place = (wanted === 'slot' && target) || null
  clearTimeout(rehearsal)
  dispatchEvent(new CustomEvent(REPLACE, { detail: place }))
  const giveWay = (event: Event) => {
    if (event instanceof CustomEvent && event.detail === place) onLost()
  }
  addEventListener(REPLACE, giveWay)
  const { host, root } = shadowRoot(overlay)
  const giveBack = wanted === 'banner' ? makeRoom(host) : null
  const format = wanted === 'banner' && !giveBack ? 'slide-in' : wanted
  host.dataset['format'] = format
  if (!giveBack) parentOf(overlay).append(host)
  const observer = new MutationObserver(() => host.isConnected || onLost())
  for (let at: Node | null = host.parentNode; at; at = at.parentNode)
    observer.observe(at, { childList: true })
  return {
    host,
    root,
    format,
    unmount: () => {
      removeEventListener(REPLACE, giveWay)
      observer.disconnect()
      giveBack?.()
      host.remove()
    },
  }
}

/**
 * Lays out what every card has, unseen and gone again before the next frame. The browser then has the styles sorted and
 * the faces of the copy open: of a first prompt's style and layout half goes into that.
 */
const rehearse = () => {
  const { host, root } = shadowRoot({ format: 'slide-in' }, 'tidemark-rehearsal')
  const copy = [el('h2', {}, 'a'), el('p', {}, 'a'), el('button', {}, icon('M0 0h1'))]
  root.append(el('section', { class: 'surface slide-in' }, ...copy))
  host.style.setProperty('visibility', 'hidden', 'important')
  document.documentElement.append(host)
  root.getBoundingClientRect()
  host.remove()
}
// When it was not fetched ahead somebody waits, and nothing is left to rehearse.
const rehearsal = setTimeout(() => globalThis.requestIdleCallback?.(rehearse), 200)

/** A popover whose target is in a dialog stands in that dialog too: everything beside it is inert. */
const parentOf = ({ format, target }: Overlay): Element | ShadowRoot => {
  if (format === 'slot' && target) return target.shadowRoot ?? target
  return (target && dialogAround(target)) ?? document.documentElement
}

const shadowRoot = ({ format, locale }: Pick<Overlay, 'format' | 'locale'>, tag = 'tidemark-overlay') => {
  const host = document.createElement(tag)
  host.dataset['format'] = format
  const root = el('div', { class: 'root', dir: locale && directionOf(locale), lang: locale })
  const shadow = host.attachShadow({ mode: 'open' })
  shadow.adoptedStyleSheets = [sheet]
  shadow.append(root)
  return { host, root }
}

import type { Overlay } from '../overlay.ts'
import { el, icon } from './element.ts'
import { hasPopovers } from './popovers.ts'
import type { Handlers } from './surface.ts'
import { wordsOf } from './words.ts'
import { zoomOf } from './zoom.ts'

const DOTS = 'M3.5 8h.01M8 8h.01M12.5 8h.01'
const CROSS = 'm4 4 8 8m0-8-8 8'

/**
 * The quiet menu and the close button. The browser itself opens the menu and closes it on Esc or a click elsewhere; one
 * without popovers only on its button.
 */
export const drawCorner = (overlay: Overlay, why: () => string, on: Handlers): HTMLElement => {
  const words = wordsOf(overlay)
  const isPopover = hasPopovers()
  const turn = () => {
    if (isPopover) return
    menu.hidden = !menu.hidden
    fill()
  }
  const more = el(
    'button',
    { type: 'button', class: 'icon', 'aria-label': words.more, popovertarget: 'menu', click: () => turn() },
    icon(DOTS, 'dots'),
  )
  const menu: HTMLElement = el('div', {
    id: 'menu',
    class: 'menu',
    popover: isPopover && 'auto',
    hidden: !isPopover,
    // What is pressed in it and takes no focus leaves that here.
    tabindex: -1,
    beforetoggle: () => {
      fill()
      // It closes with the focus in it, which some browsers would let go: they look for it outside the shadow root.
      if (menu.matches(':focus-within')) more.focus()
    },
  })
  /** Who goes on by Tab must not have it stand over what they come to. */
  const leave = ({ relatedTarget }: FocusEvent) => {
    const isInside = relatedTarget === more || (relatedTarget instanceof Node && menu.contains(relatedTarget))
    if (!relatedTarget || isInside || !menu.getClientRects().length) return
    if (isPopover) menu.hidePopover()
    else menu.hidden = true
  }
  /** Only when it is opened: few do, and all wait for the prompt. */
  const fill = () => {
    if (!menu.firstChild)
      menu.append(
        el('details', {}, el('summary', {}, words.why), el('p', {}, why())),
        el('button', { type: 'button', click: on.onMute }, words.mute),
      )
    putBeside(menu, more)
  }
  return el(
    'div',
    { class: 'corner', focusout: (event) => event instanceof FocusEvent && leave(event) },
    more,
    menu,
    el(
      'button',
      { type: 'button', class: 'icon', 'aria-label': words.close, click: on.onClose },
      icon(CROSS),
    ),
  )
}

/** Aligns the menu with its button's outer edge, on the side with more room. CSS anchors are too young for this. */
const putBeside = ({ style }: HTMLElement, button: HTMLElement): void => {
  const { top, right, bottom, left } = button.getBoundingClientRect()
  const px = (length: number) => `${length / zoomOf(button)}px`
  const rtl = getComputedStyle(button).direction === 'rtl'
  const below = bottom < innerHeight / 2
  style.insetInlineEnd = px(rtl ? left : document.documentElement.clientWidth - right)
  style.insetBlock = below ? `${px(bottom)} auto` : `auto ${px(innerHeight - top)}`
  style.maxBlockSize = px((below ? innerHeight - bottom : top) - 8)
}

import type { Action, Overlay } from '../overlay.ts'
import { drawCorner } from './corner.ts'
import { assign, el } from './element.ts'
import { createOffer, type Offer } from './offer.ts'
import { hasPopovers } from './popovers.ts'

export type Handlers = {
  /** True: the page does it itself. */
  readonly onAction: (action: Action) => unknown
  readonly onLater: () => void
  readonly onMute: () => void
  readonly onClose: () => void
  /** Esc, or a press beside a modal. */
  readonly onCancel: (event: Event) => void
}

export type Surface = {
  readonly frame: HTMLElement
  readonly offer: Offer
  /** Shows one pane in place of the others; its heading names the surface. */
  readonly turnTo: (pane: HTMLElement) => void
  /** The same prompt with newer figures; nothing is taken away from under the reader. */
  readonly renew: (overlay: Overlay) => void
}

/** One overlay in the frame of its format: a native modal dialog, a popover, or a block in the page. */
export const createSurface = (overlay: Overlay, on: Handlers): Surface => {
  const { format } = overlay
  const offer = createOffer(overlay, on)
  let { why } = overlay
  const corner = drawCorner(overlay, () => why, on)
  const about = { class: `surface ${format}`, 'aria-labelledby': 'title', cancel: on.onCancel }
  const modal = { 'aria-describedby': 'body', close: on.onClose }
  const floats = hasPopovers() && (format === 'slide-in' || format === 'popover')
  const frame =
    format === 'modal'
      ? el('dialog', { ...about, ...modal }, offer.pane, corner)
      : el('section', { ...about, popover: floats && 'manual' }, offer.pane, corner)
  const panes = new Set([offer.pane])
  return {
    frame,
    offer,
    turnTo(pane) {
      if (!panes.has(pane)) corner.before(pane)
      panes.add(pane)
      for (const each of panes) each.hidden = each !== pane
      assign(frame, {
        'aria-labelledby': pane.querySelector('h2')?.id,
        'aria-describedby': pane.querySelector('.copy p')?.id,
      })
    },
    renew(next) {
      why = next.why
      const said = corner.querySelector('p')
      if (said) said.textContent = why
      offer.renew(next)
    },
  }
}

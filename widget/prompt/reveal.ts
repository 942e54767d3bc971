import { followTarget } from './anchor.ts'
import { dialogAround, focused } from './composed.ts'

export type Reveal = {
  readonly surface: HTMLElement
  /** What a popover points at, or the slot that is filled. */
  readonly target: Element | null
  /** Each time that it comes into sight. */
  readonly onShown: () => void
  readonly onGone: () => void
}

/**
 * Puts a surface on the screen and says when it is there. The returned function takes it off again; it resolves when it
 * has faded out.
 */
export const reveal = (options: Reveal): (() => Promise<void>) => {
  const undo = show(options)
  const unwatch = whenSeen(options)
  return async () => {
    unwatch()
    undo()
    await Promise.allSettled(options.surface.getAnimations().map((animation) => animation.finished))
  }
}

const show = (options: Reveal): (() => void) => {
  const { surface } = options
  if (surface instanceof HTMLDialogElement) {
    showEmpty(surface)
    closeOnBackdrop(surface)
    return () => surface.close()
  }
  if (surface.matches('.slide-in, .popover')) return whenReachable(surface, () => float(options))
  return () => {}
}

/**
 * The dialog itself takes the focus, not its first link: an Enter meant for the page must not follow that. So it opens
 * with nothing else in it that could. (Chromium passes over `autofocus` on a dialog, and going back to it from the link
 * had the browser work out the page three times.)
 */
const showEmpty = (dialog: HTMLDialogElement): void => {
  const content = [...dialog.childNodes]
  dialog.replaceChildren()
  dialog.showModal()
  dialog.append(...content)
  // An older browser gives the focus to nothing.
  if (focused() !== dialog) dialog.focus()
}

const float = ({ surface, target, onGone }: Reveal): (() => void) => {
  // Whoever goes on by Tab from what it points at comes to it next, where the browser knows of sources.
  if (surface.popover) surface.showPopover(target instanceof HTMLElement ? { source: target } : {})
  const undo = target ? followTarget({ surface, target, onGone }) : () => {}
  return () => {
    undo()
    if (surface.popover) surface.hidePopover()
  }
}

/**
 * A surface counts once it is painted where it can be seen: what follows from that costs its first frame nothing. It is
 * gone when what it stands in is.
 */
const whenSeen = ({ surface, onShown, onGone }: Reveal): (() => void) => {
  const observer = new IntersectionObserver((entries) => {
    if (!surface.isConnected) return onGone()
    if (entries.at(-1)?.isIntersecting) onShown()
  })
  observer.observe(surface)
  return () => observer.disconnect()
}

/**
 * A press beside the dialog cancels it like Esc. It must begin and end there: dragging a selection out of a field is no
 * wish to close. (The attribute `closedby` would do it, but Safari lacks it.)
 */
const closeOnBackdrop = (dialog: HTMLDialogElement): void => {
  let pressed = false
  dialog.addEventListener('pointerdown', (event) => {
    pressed = isBeside(dialog, event)
  })
  dialog.addEventListener('click', (event) => {
    if (pressed && isBeside(dialog, event)) dialog.dispatchEvent(new Event('cancel'))
  })
}

const isBeside = (dialog: HTMLDialogElement, { target, clientX: x, clientY: y }: MouseEvent): boolean => {
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return target === dialog && (x < left || x > right || y < top || y > bottom)
}

/**
 * Calls at once, or when the host's open dialogs are gone: until then everything beside them is inert, and the top
 * layer would show a surface that nobody can press.
 */
const whenReachable = (surface: Element, listener: () => () => void): (() => void) => {
  let undo: (() => void) | undefined
  const check = () => {
    const dialog = openDialog()
    undo = !dialog || dialog === dialogAround(surface) ? listener() : whenGone(dialog, check)
  }
  check()
  return () => undo?.()
}

/** The dialog that the page has open, native or not; also inside open shadow roots as long as the focus is in it. */
const openDialog = (): Element | null => {
  const element = focused()
  const others = document.querySelectorAll('dialog:modal, [aria-modal="true"]')
  return (element && dialogAround(element)) ?? [...others].find(isSeen) ?? null
}

const isSeen = (element: Element): boolean => {
  const { width, height, right, bottom, left, top } = element.getBoundingClientRect()
  const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight
  return width * height > 0 && isInside && getComputedStyle(element).visibility === 'visible'
}

/** Calls once when an element has left the screen, was hidden or removed. */
const whenGone = (element: Element, listener: () => void): (() => void) => {
  const observer = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting) return
    observer.disconnect()
    listener()
  })
  observer.observe(element)
  return () => observer.disconnect()
}

/**
 * Puts a surface on the screen and says when it is there. The returned function takes it off again; it resolves when it
 * has faded out.
 */
export const reveal = (surface: HTMLElement, onShown: () => void): (() => Promise<void>) => {
  const undo = show(surface, onShown)
  return async () => {
    undo()
    await Promise.allSettled(surface.getAnimations().map((animation) => animation.finished))
  }
}

const show = (surface: HTMLElement, onShown: () => void): (() => void) => {
  if (surface instanceof HTMLDialogElement) {
    surface.showModal()
    // Not the first link, which the dialog chose (and scrolled to): an Enter meant for the page must not follow it.
    surface.focus()
    surface.scrollTop = 0
    closeOnBackdrop(surface)
    onShown()
    return () => surface.close()
  }
  if (!surface.popover) return whenVisible(surface, true, onShown)
  return whenNoDialog(() => {
    surface.showPopover()
    onShown()
    return () => surface.hidePopover()
  })
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

/** Calls once when `element` enters the screen, or (`visible` false) has left it, was hidden or removed. */
const whenVisible = (element: Element, visible: boolean, listener: () => void): (() => void) => {
  const observer = new IntersectionObserver((entries) => {
    if (entries.at(-1)?.isIntersecting !== visible) return
    observer.disconnect()
    listener()
  })
  observer.observe(element)
  return () => observer.disconnect()
}

/**
 * Calls at once, or when the host's open dialogs are gone: until then everything beside them is inert, and the top
 * layer would show a surface that nobody can press.
 */
const whenNoDialog = (listener: () => () => void): (() => void) => {
  let undo: (() => void) | undefined
  const check = () => {
    const dialog = openDialog()
    undo = dialog ? whenVisible(dialog, false, check) : listener()
  }
  check()
  return () => undo?.()
}

/** The host's modal dialog, also inside open shadow roots as long as the focus is in it. */
const openDialog = (): Element | null => {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused?.closest('dialog:modal') ?? document.querySelector('dialog:modal')
}

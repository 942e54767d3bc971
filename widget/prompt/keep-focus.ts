/**
 * Remembers where the focus was before it entered the overlay. The returned function gives it back if it is still
 * inside. (A modal dialog does this by itself; the other formats never take the focus, but a reader may move it there.)
 * A focus trap of the page is not told that the focus came here: it would pull it back, and nobody could write.
 */
export const keepFocus = (host: HTMLElement): (() => void) => {
  let from: EventTarget | undefined
  let last: EventTarget | undefined
  /** From here it is seen into shadow roots; `relatedTarget` only names what is around them. */
  const leave = (event: FocusEvent) => {
    const path = event.composedPath()
    if (!path.includes(host)) last = path[0]
  }
  const enter = (event: FocusEvent) => {
    if (!event.composedPath().includes(host)) return
    // Nothing, where it comes back from another window.
    if (event.relatedTarget) from = last
    event.stopImmediatePropagation()
  }
  addEventListener('focusout', leave, true)
  addEventListener('focusin', enter, true)
  return () => {
    removeEventListener('focusout', leave, true)
    removeEventListener('focusin', enter, true)
    if (host.shadowRoot?.activeElement && from instanceof HTMLElement) from.focus({ preventScroll: true })
  }
}

/**
 * Remembers where the focus was before it entered `root`. The returned function gives it back if it is still inside.
 * (A modal dialog does this by itself; the other formats never take the focus, but a reader may move it there.)
 */
export const keepFocus = (root: HTMLElement): (() => void) => {
  let from: EventTarget | null = null
  root.addEventListener('focusin', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) from = relatedTarget
  })
  return () => {
    const { activeElement } = root.getRootNode() as ShadowRoot
    if (activeElement && from instanceof HTMLElement) from.focus({ preventScroll: true })
  }
}

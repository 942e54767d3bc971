/** The element around another one, also across the edge of an open shadow root. */
const around = (element: Element): Element | null => {
  if (element.assignedSlot) return element.assignedSlot
  if (element.parentElement) return element.parentElement
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}

/** The modal dialog of the page that an element is in. */
export const dialogAround = (element: Element): Element | null => {
  for (let at: Element | null = element; at; at = around(at)) if (at.matches('dialog:modal')) return at
  return null
}

/** What has the focus, looked up through open shadow roots. */
export const focused = (): Element | null => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

/**
 * Makes one tree say what another one, of the same kind, says. Its elements stay, so that the focus, and where a screen
 * reader is, stay too; no text that differs is no change. What the other one does not have goes.
 */
export const follow = (here: Element, newer: Element): void => {
  // Not by its attribute, which a strict policy of the page refuses.
  for (const { name, value } of newer.attributes)
    if (name !== 'style' && here.getAttribute(name) !== value) here.setAttribute(name, value)
  if (here instanceof HTMLElement && newer instanceof HTMLElement) here.style.cssText = newer.style.cssText
  const before = [...here.childNodes]
  ;[...newer.childNodes].forEach((node, at) => {
    const old = before[at]
    if (old?.nodeName !== node.nodeName) here.insertBefore(node, old ?? null)
    else if (old instanceof Element && node instanceof Element) follow(old, node)
    else if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue
  })
  before.slice(newer.childNodes.length).forEach((node) => node.remove())
}

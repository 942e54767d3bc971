/**
 * Makes one tree say what another one, of the same kind, says. Its elements stay, so that the focus, and where a screen
 * reader is, stay too, and what is equal does not change. What the other one does not have goes.
 */
export const follow = (here: Element, newer: Element): void => {
  // Not by its attribute, which a strict policy of the page refuses.
  for (const { name, value } of newer.attributes)
    if (name !== 'style' && here.getAttribute(name) !== value) here.setAttribute(name, value)
  if (here instanceof HTMLElement && newer instanceof HTMLElement) {
    const { cssText } = newer.style
    if (here.style.cssText !== cssText) here.style.cssText = cssText
  }
  const before = [...here.childNodes]
  const after = [...newer.childNodes]
  after.forEach((node, at) => {
    const old = before[at]
    if (!old) here.append(node)
    else if (old.nodeName !== node.nodeName) old.replaceWith(node)
    else if (old instanceof Element && node instanceof Element) follow(old, node)
    else if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue
  })
  for (const old of before.slice(after.length)) old.remove()
}

type Value = string | number | boolean | undefined | ((event: Event) => unknown)
export type Attributes = Readonly<Record<string, Value>>
export type Child = Node | string | false | null | undefined

/** Sets an attribute, or listens when the value is a function. `undefined` and false leave out, apart from `aria-*`. */
export const assign = (element: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value === undefined || (value === false && !name.startsWith('aria-')))
      element.removeAttribute(name)
    else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value))
  }
}

/** Makes an element. Nothing here parses HTML, so a page's Trusted Types have nothing to refuse. */
export const el = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  assign(element, attributes)
  element.append(...children.filter((child) => child instanceof Node || typeof child === 'string'))
  return element
}
export type CreateElement = typeof el

const SVG = 'http://www.w3.org/2000/svg'

/** A line drawing on a 16 x 16 grid; `look` is its class. */
export const icon = (lines: string, look = ''): Element => {
  const svg = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', lines)
  assign(svg, { viewBox: '0 0 16 16', 'aria-hidden': true, class: look })
  svg.append(path)
  return svg
}

import type { PublicConfig } from '../../server/wire/prompt.ts'
import type { Words } from '../../server/wire/prompt-settings.ts'

/** How and in which language an element is drawn. */
export type Look = { readonly config: PublicConfig; readonly locale: string; readonly words: Words }

/** A name as it reads in a sentence: `api_calls` is "api calls". */
export const plain = (name: string) => name.replaceAll(/[_-]+/g, ' ')

/** Makes an element that pages can style: `part` is its name for them. */
export const make = (tag: string, part: string, ...children: (Node | string)[]): HTMLElement => {
  const element = document.createElement(tag)
  element.setAttribute('part', part)
  element.append(...children)
  return element
}

/** The element's shadow root, made at first, with this style. */
export const rootOf = (element: HTMLElement, css: string): ShadowRoot => {
  if (element.shadowRoot) return element.shadowRoot
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  const root = element.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  return root
}

import { featureName } from '../../server/core/feature-name.ts'
import type { PublicConfig } from '../../server/wire/prompt.ts'
import type { Words } from '../../server/wire/prompt-settings.ts'

/** How and in which language an element is drawn. */
export type Look = {
  readonly config: PublicConfig
  readonly locale: string
  readonly words: Words
  /** What the team calls limits and features. */
  readonly labels: Readonly<Record<string, string>>
}

/** A limit or feature as it reads in a sentence. */
export const called = (name: string, { labels }: Look): string => labels[name] ?? featureName(name)

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

import type { Prompt } from '../server/wire/prompt.ts'

/** The first element that fits a selector, also inside open shadow roots. */
const find = (selector: string, root: ParentNode = document): Element | undefined => {
  const found = root.querySelector(selector)
  if (found) return found
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inside = shadowRoot && find(selector, shadowRoot)
    if (inside) return inside
  }
  return undefined
}

/** Where on the page a prompt belongs: null for anywhere, undefined when that element is not here. */
export const placeOf = ({ target, slot }: Prompt): Element | null | undefined => {
  if (target === undefined && slot === undefined) return null
  try {
    return find(target ?? `tidemark-slot[name="${CSS.escape(slot ?? '')}"]`)
  } catch {
    // A selector that is none.
    return undefined
  }
}

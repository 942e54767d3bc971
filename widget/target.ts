import type { Prompt } from '../server/wire/prompt.ts'

/** The first element that fits a selector, rather one that can be seen, also inside open shadow roots. */
const find = (selector: string, root: ParentNode = document): Element | undefined => {
  const all = [...root.querySelectorAll(selector)]
  const [first] = all
  if (first) return all.find((element) => element.getClientRects().length) ?? first
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

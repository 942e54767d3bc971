import type { Listen } from './guard.ts'

const TAGS = ['meter', 'lock', 'slot']
/** A tag stands in the page, or has another attribute. */
const HERE = 'tidemark:here'

/** The browser upgrades these whenever they appear, in any framework and shadow root; what they do is elements.js's. */
const define = (tag: string) => {
  if (customElements.get(tag)) return
  customElements.define(
    tag,
    class extends HTMLElement {
      static observedAttributes = ['limit', 'feature', 'name']
      connectedCallback() {
        this.dispatchEvent(new CustomEvent(HERE, { bubbles: true, composed: true }))
      }
      attributeChangedCallback() {
        if (this.isConnected) this.connectedCallback()
      }
    },
  )
}

/** Hears of every `<tidemark-meter>`, `<tidemark-lock>` and `<tidemark-slot>` in the page, now and later. */
export const followTags = (listen: Listen, onTag: (element: HTMLElement) => void) => {
  listen(document, HERE, (event) => {
    const [element] = event.composedPath()
    if (element instanceof HTMLElement) onTag(element)
  })
  for (const tag of TAGS) define(`tidemark-${tag}`)
}

import type { Listen } from './guard.ts'

/** One listener for `data-tidemark-track` and `data-tidemark-gate`, whenever and wherever they appear: each is a call. */
export const followClicks = (listen: Listen, call: (name: string, args: unknown[]) => void) => {
  const hear = (event: Event) => {
    // The composed path reaches into open shadow roots; the document and the window, at its end, have no attributes.
    for (const element of event.composedPath() as Partial<Element>[])
      for (const name of ['track', 'gate']) {
        const what = element.getAttribute?.(`data-tidemark-${name}`)
        if (what) call(name, [what])
      }
  }
  // Capturing: a page that stops the event still has been clicked.
  listen(document, 'click', hear, true)
}

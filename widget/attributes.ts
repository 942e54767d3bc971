import type { Listen } from './guard.ts'

type Calls = {
  readonly gate: (feature: string) => void
  readonly track: (event: string) => void
  /** A gate is about to be clicked. */
  readonly near: () => void
  /** Selectors that a prompt waits for. */
  readonly selectors: () => readonly string[]
  readonly click: (selector: string) => void
}

/** A selector that is none fits nothing, and keeps nobody from the next one. */
const fits = (element: Element, selector: string) => {
  try {
    return element.matches(selector)
  } catch {
    return false
  }
}

const isElement = (target: EventTarget) => target instanceof HTMLElement || target instanceof SVGElement

/** One listener for `data-tidemark-gate`, `data-tidemark-track` and clicks, whenever and wherever they appear. */
export const followAttributes = (listen: Listen, calls: Calls) => {
  // Capturing: a page that stops the event still has been clicked. The composed path reaches into open shadow roots.
  const onClick = (event: Event) => {
    const path = event.composedPath().filter(isElement)
    for (const { dataset } of path) {
      if (dataset['tidemarkTrack']) calls.track(dataset['tidemarkTrack'])
      if (dataset['tidemarkGate']) calls.gate(dataset['tidemarkGate'])
    }
    for (const selector of calls.selectors())
      if (path.some((element) => fits(element, selector))) calls.click(selector)
  }
  const onPointer = ({ target }: Event) => {
    if (target instanceof Element && target.closest('[data-tidemark-gate]')) calls.near()
  }
  listen(document, 'click', onClick, { capture: true })
  listen(document, 'pointerover', onPointer, { capture: true, passive: true })
}

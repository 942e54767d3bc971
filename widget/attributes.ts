import type { Listen } from './guard.ts'

type Calls = { readonly gate: (feature: string) => void; readonly track: (event: string) => void }

/** One listener for `data-tidemark-gate` and `data-tidemark-track`, whenever and wherever they appear. */
export const followAttributes = (listen: Listen, calls: Calls) => {
  // Capturing: a page that stops the event still has been clicked. The composed path reaches into open shadow roots.
  const onClick = (event: Event) => {
    for (const target of event.composedPath()) {
      if (!(target instanceof HTMLElement || target instanceof SVGElement)) continue
      const { tidemarkGate, tidemarkTrack } = target.dataset
      if (tidemarkTrack) calls.track(tidemarkTrack)
      if (tidemarkGate) calls.gate(tidemarkGate)
    }
  }
  listen(document, 'click', onClick, { capture: true })
}

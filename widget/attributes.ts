import type { Listen } from './guard.ts'
import type { Moment } from './moment.ts'
import { pointer } from './pointer.ts'

/** What a click may make due. */
type Aim = Extract<Moment, { kind: 'gate' | 'click' }>

type Calls = {
  readonly track: (event: string) => void
  readonly click: (aim: Aim) => void
  /** The pointer or the focus is on something, whose click is near. */
  readonly near: (aim: Aim) => void
  /** Selectors that a prompt waits for. */
  readonly selectors: () => readonly string[]
}

/** A selector that is none fits nothing, and keeps nobody from the next one. */
const fits = (element: Element, selector: string) => {
  try {
    return element.matches(selector)
  } catch {
    return false
  }
}

const isElement = (target: EventTarget): target is HTMLElement => 'dataset' in target
/** The composed path reaches into open shadow roots. */
const pathOf = (event: Event) => event.composedPath().filter(isElement)

/** One listener for `data-tidemark-gate`, `data-tidemark-track` and clicks, whenever and wherever they appear. */
export const followAttributes = (listen: Listen, { click, near, selectors, track }: Calls) => {
  const aimsOf = (event: Event): Aim[] => {
    const path = pathOf(event)
    const gates = path.flatMap(({ dataset: { tidemarkGate: feature } }) =>
      feature ? [{ kind: 'gate', feature } as const] : [],
    )
    const clicks = selectors()
      .filter((selector) => path.some((element) => fits(element, selector)))
      .map((selector) => ({ kind: 'click', selector }) as const)
    return [...gates, ...clicks]
  }
  const onClick = (event: Event) => {
    for (const { dataset } of pathOf(event)) if (dataset['tidemarkTrack']) track(dataset['tidemarkTrack'])
    aimsOf(event).forEach(click)
  }
  const onNear = (event: Event) => aimsOf(event).forEach(near)
  // Capturing: a page that stops the event still has been clicked.
  const options = { capture: true, passive: true }
  listen(document, 'click', onClick, options)
  listen(document, pointer('over'), onNear, options)
  listen(document, 'focusin', onNear, options)
}

import type { Listen } from './guard.ts'
import type { Moment } from './moment.ts'
import { pointer } from './pointer.ts'

type Click = Extract<Moment, { kind: 'click' }>
type Gate = Extract<Moment, { kind: 'gate' }>

type Calls = {
  readonly click: (click: Click) => void
  /** The pointer or the focus is on something, whose click is near. */
  readonly near: (aim: Gate | Click) => void
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

/** What a click may make due, whenever and wherever it appears. What is clicked at a gate is a call (`clicks.ts`). */
export const followAttributes = (listen: Listen, { click, near, selectors }: Calls) => {
  const clicksOf = (path: readonly Element[]) =>
    selectors()
      .filter((selector) => path.some((element) => fits(element, selector)))
      .map((selector): Click => ({ kind: 'click', selector }))
  const onNear = (event: Event) => {
    const path = pathOf(event)
    for (const { dataset } of path)
      if (dataset['tidemarkGate']) near({ kind: 'gate', feature: dataset['tidemarkGate'] })
    clicksOf(path).forEach(near)
  }
  // Capturing: a page that stops the event still has been clicked.
  listen(document, 'click', (event) => clicksOf(pathOf(event)).forEach(click), true)
  listen(document, pointer('over'), onNear, true)
  listen(document, 'focusin', onNear, true)
}

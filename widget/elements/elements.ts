import type { PublicConfig } from '../../server/wire/prompt.ts'
import type { Identity } from '../identity.ts'
import { labelsFor, readerLocale, wordsFor } from '../language.ts'
import type { Figures, Happened } from '../moment.ts'
import { drawLock } from './lock.ts'
import { drawMeter } from './meter.ts'

/** What the elements show, and what follows from a click. */
export type Source = {
  readonly now: () => number
  readonly config: () => PublicConfig
  readonly who: () => Identity
  readonly readings: () => readonly Figures[]
  readonly happened: Happened
  readonly gate: (feature: string) => void
  /** A slot stands in the page: what is due may fill it. */
  readonly fill: (slot: string) => void
}

/** The elements that stand in the page. They are never capped, never take the focus, and vanish without figures. */
export const createElements = (source: Source) => {
  const here = new Set<HTMLElement>()

  const draw = (element: HTMLElement) => {
    const config = source.config()
    const locale = readerLocale(source.who())
    const look = { config, locale, words: wordsFor(config, locale), labels: labelsFor(config, locale) }
    if (element.localName === 'tidemark-meter') drawMeter(element, source, look)
    else if (element.localName === 'tidemark-lock') drawLock(element, source, look)
  }
  /** Figures, person, language or configuration changed. */
  const update = () => {
    for (const element of here) {
      if (element.isConnected) draw(element)
      else here.delete(element)
    }
  }
  new MutationObserver(update).observe(document.documentElement, { attributeFilter: ['lang'] })
  return {
    update,
    /** An element appeared, or has another attribute. */
    follow(element: HTMLElement) {
      here.add(element)
      draw(element)
      const { localName } = element
      if (localName === 'tidemark-slot') source.fill(element.getAttribute('name') ?? '')
    },
  }
}

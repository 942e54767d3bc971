import { outsideAudience } from '../audience.ts'
import { fill } from '../fill.ts'
import type { Source } from './elements.ts'
import css from './lock.css?inline'
import { called, type Look, make, rootOf } from './parts.ts'

const LOCKED = '{feature} is not in your plan'
const SVG = 'http://www.w3.org/2000/svg'

const padlock = () => {
  const svg = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', 'M4 7.5h8v6H4zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(path)
  return svg
}

/** A feature is locked for whom a prompt guards it. */
const isLocked = (feature: string, { config, happened, who }: Source): boolean =>
  config().prompts.some(
    (prompt) =>
      prompt.trigger.kind === 'gate' &&
      (prompt.trigger.feature === feature || prompt.trigger.feature === '*') &&
      outsideAudience(prompt, { who: who(), happened, listed: [prompt.id] }) === null,
  )

const build = (element: HTMLElement, { gate }: Source): HTMLElement => {
  const button = make('button', 'lock', padlock())
  button.setAttribute('type', 'button')
  rootOf(element, css).append(document.createElement('slot'), button)
  // Also what it wraps: a press on it is the attempt. Whether it opens is the page's to decide.
  element.addEventListener('click', () => {
    if (element.hasAttribute('locked')) gate(element.getAttribute('feature') ?? '')
  })
  return button
}

/** What it wraps, with a padlock beside it while the feature is not in the plan. */
export const drawLock = (element: HTMLElement, source: Source, look: Look): void => {
  const { locale, words } = look
  const feature = element.getAttribute('feature') ?? ''
  const button = element.shadowRoot?.querySelector('button') ?? build(element, source)
  const locked = isLocked(feature, source)
  element.toggleAttribute('locked', locked)
  button.hidden = !locked
  button.setAttribute('aria-label', fill(words.locked ?? LOCKED, { feature: called(feature, look) }, locale))
}

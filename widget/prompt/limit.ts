import type { Overlay } from '../overlay.ts'
import { el } from './element.ts'
import { number } from './words.ts'

/** How full a limit is: a slim bar with its figures. */
export const drawLimit = (limit: NonNullable<Overlay['limit']>, locale: string | undefined): HTMLElement => {
  const { label, used, max } = limit
  const figures = `${number(used, locale)} / ${number(max, locale)}`
  const within = Math.min(used, max)
  const fill = el('div', {})
  fill.style.inlineSize = `${(100 * within) / max}%`
  // No <meter>: every engine styles it in its own way.
  const meter = {
    role: 'meter',
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuenow': within,
    'aria-valuemax': max,
    'aria-valuetext': figures,
  }
  return el(
    'div',
    { class: 'limit' },
    el('span', { class: 'name' }, label),
    el('span', { class: 'figures' }, figures),
    el('div', { class: 'bar', ...meter }, fill),
  )
}

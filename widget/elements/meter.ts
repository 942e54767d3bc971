import { fill } from '../fill.ts'
import { isOver } from '../overtaken.ts'
import type { Source } from './elements.ts'
import css from './meter.css?inline'
import { called, type Look, make, rootOf } from './parts.ts'

const FULL = 'Limit reached'
const PACE = 'Full by {full} at this pace'

type Parts = Record<'name' | 'figures' | 'bar' | 'fill' | 'note', HTMLElement>
const drawn = new WeakMap<HTMLElement, Parts>()

const build = (element: HTMLElement): Parts => {
  const parts = {
    name: make('span', 'name'),
    figures: make('span', 'figures'),
    fill: make('div', 'fill'),
    note: make('p', 'note'),
    bar: make('div', 'bar'),
  }
  parts.bar.append(parts.fill)
  parts.bar.setAttribute('role', 'meter')
  parts.bar.setAttribute('aria-valuemin', '0')
  const root = rootOf(element, css)
  root.append(make('div', 'head', parts.name, parts.figures), parts.bar, parts.note)
  return parts
}

/** How full a limit is, drawn and said: a bar, its figures, and where the pace leads. */
export const drawMeter = (element: HTMLElement, { now, readings }: Source, look: Look): void => {
  const { config, locale, words } = look
  const limit = element.getAttribute('limit')
  const figures = readings().find((each) => each.limit === limit && !isOver(each, now()))
  element.hidden = !figures
  if (!figures) return
  const parts = drawn.get(element) ?? build(element)
  drawn.set(element, parts)
  const { used, max, resetsAt } = figures
  // A new period may begin before.
  const fullAt = resetsAt && figures.fullAt && figures.fullAt > resetsAt ? undefined : figures.fullAt
  const ratio = used / max
  const near = Math.min(...config.thresholds)
  const level = ratio >= 1 ? 'full' : ratio >= near ? 'near' : 'fine'
  const values = { used, max, full: fullAt === undefined ? undefined : new Date(fullAt) }
  const pace = fullAt === undefined ? '' : fill(words.pace ?? PACE, values, locale)
  const note = level === 'full' ? (words.full ?? FULL) : pace
  const text = fill('{used} / {max}', values, locale)
  const name = called(figures.limit, look)
  element.setAttribute('level', level)
  const { color = '' } = config.brand
  if (CSS.supports('color', color)) element.style.setProperty('--tidemark-color', color)
  parts.name.textContent = name
  parts.figures.textContent = text
  parts.note.textContent = note
  parts.fill.style.inlineSize = `${100 * Math.min(1, ratio)}%`
  const say = (attribute: string, value: string | number) => parts.bar.setAttribute(attribute, String(value))
  say('aria-label', name)
  say('aria-valuenow', Math.min(used, max))
  say('aria-valuemax', max)
  say('aria-valuetext', note ? `${text}. ${note}` : text)
}

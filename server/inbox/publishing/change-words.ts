import type { ModelChange } from '../../wire/model-view.ts'

const show = (value: unknown): string => {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** A change as `what` it is about and `how` it differs: "rules, pricing-visits, points" and "20 → 25". */
export const wordsFor = ({ kind, place, before, after }: ModelChange): { what: string; how: string } => {
  const what = place.replaceAll(', ', ' › ')
  switch (kind) {
    case 'added':
      return { what, how: `added: ${show(after)}` }
    case 'removed':
      return { what, how: `removed: ${show(before)}` }
    case 'changed':
      return { what, how: `${show(before)} → ${show(after)}` }
    case 'moved':
      return { what, how: `in the order ${show(after)}` }
    default:
      return kind satisfies never
  }
}

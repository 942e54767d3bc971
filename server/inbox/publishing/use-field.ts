import { useId } from 'preact/hooks'
import { valueAt } from './pointer.ts'
import type { Versioned } from './publishing.ts'

/** A field's value in a draft, by its JSON pointer, and the first mistake found at it or within. */
export const useField = (of: Pick<Versioned, 'draft' | 'mistakes' | 'set'>, at: string) => ({
  id: useId(),
  mistake: of.mistakes.value.find(({ path }) => path === at || path.startsWith(`${at}/`)),
  value: valueAt(of.draft.value, at),
  set: (value: unknown) => of.set(at, value),
})

/** Rounded so that 0.07 as a percentage reads 7, and comes back as 0.07. */
const rounded = (figure: number) => Math.round(figure * 1e6) / 1e6

/** A number as it is shown, times `scale`: 0.5 as 50 %. */
export const shown = (value: unknown, scale: number): number | '' =>
  typeof value === 'number' ? rounded(value * scale) : ''

/** What was typed, as it is kept; `empty` where nothing is. */
export const kept = (typed: number, scale: number, empty: null | undefined) =>
  Number.isNaN(typed) ? empty : rounded(typed / scale)

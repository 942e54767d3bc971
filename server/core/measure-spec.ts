import type { Filters } from '../wire/condition.ts'
import { hash } from './bucket.ts'
import { type EventTest, eventTest } from './event-test.ts'

/** What a leaf of a condition counts. */
export type Counted = { readonly signal: string; readonly sum?: string; readonly distinct?: string } & Filters

/** How far back and how finely. */
export type Bounds = {
  readonly horizon: number
  /** Oldest days, instants and distinct values kept; 0 = none. */
  readonly early: number
  readonly instants: number
  readonly values: number
  /** Whether the first occurrence is kept with its id. */
  readonly first: boolean
}

/** One thing that profiles count. */
export type MeasureSpec = Bounds & {
  readonly key: string
  /** Null = every event of the signal. */
  readonly fits: EventTest | null
  /** Property that is summed, or whose distinct values are kept. */
  readonly sum: string | null
  readonly distinct: string | null
}

export const NO_BOUNDS: Bounds = { horizon: 0, early: 0, instants: 0, values: 0, first: false }

/** Under which name a profile keeps it: the signal's own if nothing is left out. */
export function keyOf({ signal, sum, distinct, where, by }: Counted): string {
  const filters = Object.entries(where ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  if (sum === undefined && distinct === undefined && filters.length === 0 && by === undefined) return signal
  const rest = JSON.stringify([sum ?? null, distinct ?? null, filters, by ?? null])
  return `${signal}:${hash(rest).toString(36)}`
}

export function specOf(counted: Counted, bounds: Bounds): MeasureSpec {
  return {
    ...bounds,
    key: keyOf(counted),
    fits: eventTest(counted),
    sum: counted.sum ?? null,
    distinct: counted.distinct ?? null,
  }
}

/** Whether a measure counts all of a signal, not a filtered part of it. */
export const isSignal = (key: string): boolean => !key.includes(':')

/** The wider of each. */
export function wider(a: Bounds, b: Bounds): Bounds {
  return {
    horizon: Math.max(a.horizon, b.horizon),
    early: Math.max(a.early, b.early),
    instants: Math.max(a.instants, b.instants),
    values: Math.max(a.values, b.values),
    first: a.first || b.first,
  }
}

/** Room for at least so many, in steps, so that changing a threshold seldom changes what is kept. */
export function room(atLeast: number, least: number): number {
  let size = least
  while (size < atLeast) size *= 2
  return size
}

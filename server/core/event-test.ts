import type { Filters, Scalar, Wanted } from '../wire/condition.ts'
import type { Fields, Json, Trust } from '../wire/event.ts'
import { own } from './register.ts'
import type { EventEntry } from './types.ts'

export type EventTest = (event: EventEntry) => boolean

/** Whether an event is of the kind that a condition filters for; null if it filters for nothing. */
export function eventTest({ where = {}, by }: Filters): EventTest | null {
  const tests: EventTest[] = Object.entries(where).map(([name, wanted]) => {
    const fits = valueTest(wanted)
    return ({ properties }) => fits(propertyOf(properties, name))
  })
  if (by !== undefined) tests.push(({ trust }) => isBy(by, trust))
  return tests.length === 0 ? null : (event) => tests.every((fits) => fits(event))
}

/** A backend vouches for what a token would: "verified" takes both. */
export function isBy(by: Trust, trust: Trust): boolean {
  return by === 'verified' ? trust !== 'browser' : trust === by
}

/** A property by its name, else one level deeper: `company.name`. */
export function propertyOf(properties: Fields, name: string): Json | undefined {
  const value = own(properties, name)
  const dot = name.indexOf('.')
  if (value !== undefined || dot < 0) return value
  const outer = own(properties, name.slice(0, dot))
  return isFields(outer) ? own(outer, name.slice(dot + 1)) : undefined
}

export const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type ValueTest = (value: Json | undefined) => boolean

/** Texts are compared without regard to case, as people type them. */
export function valueTest(wanted: Wanted): ValueTest {
  if (typeof wanted !== 'object') return (value) => plain(value) === plain(wanted)
  if ('in' in wanted) {
    const values = new Set<unknown>(wanted.in.map(plain))
    return (value) => values.has(plain(value))
  }
  if ('not' in wanted) return (value) => plain(value) !== plain(wanted.not)
  const [low, high] =
    'atLeast' in wanted
      ? [wanted.atLeast, Number.POSITIVE_INFINITY]
      : [Number.NEGATIVE_INFINITY, wanted.atMost]
  return (value) => typeof value === 'number' && value >= low && value <= high
}

export const plain = (value: Json | Scalar | undefined): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value

import { addEarly, addInstant, addValue, mergeEarly, mergeInstants, mergeValues } from './measure-parts.ts'
import type { MeasureSpec } from './measure-spec.ts'
import type { Measure, Stamp } from './types.ts'

/** How many occurrences at an end a measure remembers by id: what a ledger line can point at. */
export const NEWEST = 4

export function newMeasure({ horizon, early, instants, values, first }: MeasureSpec): Measure {
  const measure: Measure = {
    count: 0,
    firstAt: Number.MAX_SAFE_INTEGER,
    lastAt: 0,
    horizon,
    days: [],
    newest: [],
  }
  if (early > 0) measure.early = { atMost: early, days: [] }
  if (instants > 0) measure.instants = { atMost: instants, first: [], last: [] }
  if (early > 0 || instants > 0) measure.oldest = []
  if (values > 0) measure.values = { atMost: values, seen: [] }
  if (first) measure.first = null
  return measure
}

/** Whether `a` comes after `b`: by time, then by message id. */
export function isAfter(a: Occurrence, b: Occurrence): boolean {
  return a.time === b.time ? a.id > b.id : a.time > b.time
}
type Occurrence = Pick<Stamp, 'time' | 'id'>

/** What one event adds: when, how much, and (for distinct values) of what. */
export type Addition = {
  readonly stamp: Stamp
  readonly day: number
  readonly amount: number
  readonly value: string | null
}

/** Adds one occurrence; buckets on or before `floorDay` are not kept. */
export function count(measure: Measure, { stamp, day, amount, value }: Addition, floorDay: number): void {
  const { time } = stamp
  measure.count = saturated(measure.count + amount)
  if (time < measure.firstAt) measure.firstAt = time
  if (time > measure.lastAt) measure.lastAt = time
  if (day > floorDay) addDay(measure.days, day, amount)
  remember(measure, stamp)
  if (measure.oldest) rememberOldest(measure.oldest, stamp)
  if (measure.first !== undefined) measure.first = firstOf(measure.first, stamp)
  if (measure.early) addEarly(measure.early, day, amount)
  if (measure.instants) addInstant(measure.instants, time)
  if (measure.values && value !== null) addValue(measure.values, [day, value])
}

/** Nothing negative is ever added, so stopping here keeps addition associative. */
const saturated = (sum: number): number => Math.min(sum, Number.MAX_SAFE_INTEGER)

function addDay(days: number[], day: number, amount: number): void {
  let i = 0
  while (i < days.length && (days[i] ?? 0) > day) i += 2
  if (days[i] === day) days[i + 1] = saturated((days[i + 1] ?? 0) + amount)
  else insertDay(days, i, day, amount)
}

/** What `splice` does, without the list of what it removed. */
function insertDay(days: number[], place: number, day: number, amount: number): void {
  days.push(day, amount)
  for (let i = days.length - 1; i >= place + 2; i--) days[i] = days[i - 2] ?? 0
  days[place] = day
  days[place + 1] = amount
}

function remember({ newest }: Measure, stamp: Stamp): void {
  let place = 0
  for (let other = newest[0]; other && !isAfter(stamp, other); other = newest[place]) place++
  if (place === NEWEST) return
  for (let i = Math.min(newest.length, NEWEST - 1); i > place; i--) newest[i] = newest[i - 1] ?? stamp
  newest[place] = stamp
}

function rememberOldest(oldest: Stamp[], stamp: Stamp): void {
  let place = oldest.length
  for (let other = oldest[place - 1]; other && isAfter(other, stamp); other = oldest[place - 1]) place--
  if (place === NEWEST) return
  oldest.splice(place, 0, stamp)
  if (oldest.length > NEWEST) oldest.pop()
}

function oldestFirst(stamps: readonly Stamp[]): Stamp[] {
  return stamps.toSorted((a, b) => (isAfter(a, b) ? 1 : -1)).slice(0, NEWEST)
}

/** The newest occurrences, as many as are remembered. */
export function newestFirst(stamps: readonly Stamp[]): Stamp[] {
  return stamps.toSorted((a, b) => (isAfter(a, b) ? -1 : 1)).slice(0, NEWEST)
}

/** Whichever came first. */
export function firstOf(a: Stamp | null, b: Stamp | null): Stamp | null {
  return a && b ? (isAfter(a, b) ? b : a) : (a ?? b)
}

/** Drops the buckets as old as the measure's horizon, seen from `day`. */
export function prune({ days, horizon }: Measure, day: number): void {
  if (horizon === 0) return
  const floorDay = day - horizon
  while (days.length > 0 && (days[days.length - 2] ?? 0) <= floorDay) days.length -= 2
}

export function mergeMeasures(a: Measure, b: Measure): Measure {
  const merged: Measure = {
    count: saturated(a.count + b.count),
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    horizon: Math.max(a.horizon, b.horizon),
    days: mergeDays(a.days, b.days),
    newest: newestFirst([...a.newest, ...b.newest]),
  }
  if (a.oldest && b.oldest) merged.oldest = oldestFirst([...a.oldest, ...b.oldest])
  if (a.early && b.early) merged.early = mergeEarly(a.early, b.early)
  if (a.instants && b.instants) merged.instants = mergeInstants(a.instants, b.instants)
  if (a.values && b.values) merged.values = mergeValues(a.values, b.values)
  if (a.first !== undefined && b.first !== undefined) merged.first = firstOf(a.first, b.first)
  return merged
}

/** What two measures counted by day. Two, because a member's profile lies in two parts; nearly always one is empty. */
export function daysOf(a: Measure | undefined, b: Measure | undefined): readonly number[] {
  if (a && b) return mergeDays(a.days, b.days)
  return (a ?? b)?.days ?? NO_DAYS
}

const NO_DAYS: readonly number[] = []

function mergeDays(left: readonly number[], right: readonly number[]): number[] {
  const days: number[] = []
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    const day = Math.max(left[i] ?? -1, right[j] ?? -1)
    let sum = 0
    if (left[i] === day) {
      sum += left[i + 1] ?? 0
      i += 2
    }
    if (right[j] === day) {
      sum += right[j + 1] ?? 0
      j += 2
    }
    days.push(day, saturated(sum))
  }
  return days
}

/** What was counted on days after `floorDay`. */
export function sumAfter(days: readonly number[], floorDay: number): number {
  let sum = 0
  for (let i = 0; i < days.length && (days[i] ?? 0) > floorDay; i += 2) sum += days[i + 1] ?? 0
  return sum
}

/** Going back from the newest day, the one that completes `goal`; null if those after `floorDay` are not enough. */
export function dayReaching(days: readonly number[], goal: number, floorDay: number): number | null {
  let sum = 0
  for (let i = 0; i < days.length; i += 2) {
    const day = days[i] ?? 0
    if (day <= floorDay) return null
    sum += days[i + 1] ?? 0
    if (sum >= goal) return day
  }
  return null
}

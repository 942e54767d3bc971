import type { Measure, Stamp } from './types.ts'

/** How many occurrences a measure remembers by id: what a ledger line can point at. */
export const NEWEST = 4

export function newMeasure(): Measure {
  return { count: 0, firstAt: Number.MAX_SAFE_INTEGER, lastAt: 0, days: [], newest: [] }
}

/** Whether `a` comes after `b`: by time, then by message id. */
export function isAfter(a: Stamp, b: Stamp): boolean {
  return a.time === b.time ? a.id > b.id : a.time > b.time
}

/** Adds one occurrence; buckets on or before `floorDay` are not kept. */
export function count(measure: Measure, stamp: Stamp, day: number, floorDay: number): void {
  measure.count++
  if (stamp.time < measure.firstAt) measure.firstAt = stamp.time
  if (stamp.time > measure.lastAt) measure.lastAt = stamp.time
  if (day > floorDay) addDay(measure.days, day)
}

function addDay(days: number[], day: number): void {
  let i = 0
  while (i < days.length && (days[i] ?? 0) > day) i += 2
  if (days[i] === day) days[i + 1] = (days[i + 1] ?? 0) + 1
  else days.splice(i, 0, day, 1)
}

/** Keeps the newest occurrences by id: what a ledger line can point at. */
export function remember({ newest }: Measure, stamp: Stamp): void {
  const last = newest[NEWEST - 1]
  if (last && !isAfter(stamp, last)) return
  let i = newest.length
  while (i > 0 && isAfter(stamp, newest[i - 1] ?? stamp)) i--
  newest.splice(i, 0, stamp)
  if (newest.length > NEWEST) newest.pop()
}

/** Drops the buckets on or before `floorDay`. */
export function prune(measure: Measure, floorDay: number): void {
  const days = measure.days
  while (days.length > 0 && (days[days.length - 2] ?? 0) <= floorDay) days.length -= 2
}

export function mergeMeasures(a: Measure, b: Measure): Measure {
  return {
    count: a.count + b.count,
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    days: mergeDays(a, b),
    newest: [...a.newest, ...b.newest].sort((x, y) => (isAfter(x, y) ? -1 : 1)).slice(0, NEWEST),
  }
}

function mergeDays(a: Measure, b: Measure): number[] {
  const days: number[] = []
  walkDays(a, b, (day, sum) => {
    days.push(day, sum)
    return false
  })
  return days
}

/** Occurrences on days after `floorDay`. */
export function countAfter(measure: Measure | undefined, floorDay: number): number {
  if (!measure) return 0
  let sum = 0
  const days = measure.days
  for (let i = 0; i < days.length && (days[i] ?? 0) > floorDay; i += 2) sum += days[i + 1] ?? 0
  return sum
}

/**
 * Walks back over the days of two measures at once, newest first, until `visit` answers true. Two, because a member's
 * profile lies in two parts.
 */
export function walkDays(
  a: Measure | undefined,
  b: Measure | undefined,
  visit: (day: number, count: number) => boolean,
): void {
  const left = a?.days ?? NO_DAYS
  const right = b?.days ?? NO_DAYS
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
    if (visit(day, sum)) return
  }
}

const NO_DAYS: readonly number[] = []

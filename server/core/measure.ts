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
export function count(
  measure: Measure,
  event: { time: number; messageId: string; day: number },
  floorDay: number,
): void {
  measure.count++
  if (event.time < measure.firstAt) measure.firstAt = event.time
  if (event.time > measure.lastAt) measure.lastAt = event.time
  if (event.day > floorDay) addDay(measure.days, event.day)
  remember(measure.newest, event)
}

function addDay(days: number[], day: number): void {
  let i = 0
  while (i < days.length && (days[i] ?? 0) > day) i += 2
  if (days[i] === day) days[i + 1] = (days[i + 1] ?? 0) + 1
  else days.splice(i, 0, day, 1)
}

function remember(newest: Stamp[], event: { time: number; messageId: string }): void {
  const last = newest[NEWEST - 1]
  if (last && last.time > event.time) return
  const stamp = { time: event.time, id: event.messageId }
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
    days: mergeDays(a.days, b.days),
    newest: [...a.newest, ...b.newest].sort((x, y) => (isAfter(x, y) ? -1 : 1)).slice(0, NEWEST),
  }
}

function mergeDays(a: readonly number[], b: readonly number[]): number[] {
  const days: number[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const left = a[i] ?? -1
    const right = b[j] ?? -1
    const day = Math.max(left, right)
    days.push(day, (left === day ? (a[i + 1] ?? 0) : 0) + (right === day ? (b[j + 1] ?? 0) : 0))
    if (left === day) i += 2
    if (right === day) j += 2
  }
  return days
}

/** Occurrences on days after `floorDay`. */
export function countAfter(measure: Measure, floorDay: number): number {
  let sum = 0
  const days = measure.days
  for (let i = 0; i < days.length && (days[i] ?? 0) > floorDay; i += 2) sum += days[i + 1] ?? 0
  return sum
}

/** Distinct days after `floorDay`. */
export function daysAfter(measure: Measure, floorDay: number): number {
  let i = 0
  while (i < measure.days.length && (measure.days[i] ?? 0) > floorDay) i += 2
  return i / 2
}

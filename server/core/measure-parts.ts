import type { Measure, SeenValue } from './types.ts'

/* The parts of a measure that only some conditions ask for. Each keeps the first K of a total order: what once fell
 * out never comes back, so the order of arrival is no matter. */

type Early = NonNullable<Measure['early']>
type Instants = NonNullable<Measure['instants']>
type Values = NonNullable<Measure['values']>

/** Counts a day among the oldest ones. */
export function addEarly({ days, atMost }: Early, day: number, amount: number): void {
  let i = 0
  while (i < days.length && (days[i] ?? 0) < day) i += 2
  if (days[i] === day) days[i + 1] = Math.min((days[i + 1] ?? 0) + amount, Number.MAX_SAFE_INTEGER)
  else if (i < 2 * atMost) days.splice(i, 0, day, amount)
  if (days.length > 2 * atMost) days.length = 2 * atMost
}

export function mergeEarly(a: Early, b: Early): Early {
  const merged: Early = { atMost: Math.max(a.atMost, b.atMost), days: [...a.days] }
  for (let i = 0; i < b.days.length; i += 2) addEarly(merged, b.days[i] ?? 0, b.days[i + 1] ?? 0)
  return merged
}

/** Every day is still there: nothing fell out. */
export const isWhole = ({ days, atMost }: Early): boolean => days.length < 2 * atMost

export function addInstant({ first, last, atMost }: Instants, time: number): void {
  let i = first.length
  while (i > 0 && (first[i - 1] ?? 0) > time) i--
  if (i < atMost) first.splice(i, 0, time)
  if (first.length > atMost) first.pop()
  let j = 0
  while (j < last.length && (last[j] ?? 0) > time) j++
  if (j < atMost) last.splice(j, 0, time)
  if (last.length > atMost) last.pop()
}

export function mergeInstants(a: Instants, b: Instants): Instants {
  const atMost = Math.max(a.atMost, b.atMost)
  return {
    atMost,
    first: [...a.first, ...b.first].sort((x, y) => x - y).slice(0, atMost),
    last: [...a.last, ...b.last].sort((x, y) => y - x).slice(0, atMost),
  }
}

/** All instants that are known of a measure, ascending; some between the oldest and newest are not, past twice K. */
export function instantsOf({ instants, count }: Measure): readonly number[] {
  if (!instants) return []
  const { first, last, atMost } = instants
  if (count <= atMost) return first
  const twice = Math.max(0, 2 * atMost - count)
  return [...first, ...last.toReversed().slice(twice)]
}

/** A value seen again takes its newer day. */
export function addValue({ seen, atMost }: Values, entry: SeenValue): void {
  const known = seen.findIndex(([, value]) => value === entry[1])
  if (known >= 0) {
    if ((seen[known]?.[0] ?? 0) >= entry[0]) return
    seen.splice(known, 1)
  }
  let i = seen.length
  while (i > 0 && comesBefore(entry, seen[i - 1] ?? entry)) i--
  if (i < atMost) seen.splice(i, 0, entry)
  if (seen.length > atMost) seen.pop()
}

/** Newer days first, then by value. */
const comesBefore = ([day, value]: SeenValue, [otherDay, other]: SeenValue): boolean =>
  day === otherDay ? value < other : day > otherDay

export function mergeValues(a: Values, b: Values): Values {
  const merged: Values = { atMost: Math.max(a.atMost, b.atMost), seen: [...a.seen] }
  for (const entry of b.seen) addValue(merged, entry)
  return merged
}

import { vouchedFor } from './counted.ts'
import { isWhole } from './measure-parts.ts'
import { keyOf } from './measure-spec.ts'
import { firstAtOf } from './member.ts'
import { dayOf } from './time.ts'
import type { Measure, MemberDoc } from './types.ts'

type Beginning = {
  readonly key: string
  readonly days: number
  /** The signal whose first occurrence opens the window, on that day. */
  readonly anchor: string
  readonly worth: (amount: number) => number
}

/** What happened in the first days after something: "core at least 5 within 7d after signup". */
export function beginningOf({ key, days, anchor, worth }: Beginning): {
  readonly amount: (member: MemberDoc) => number
  /** The days that count and what each adds, in turn, newest first. */
  readonly daily: (member: MemberDoc) => readonly number[]
  readonly isFloor: (member: MemberDoc) => boolean
} {
  const firstDay = firstDayOf(anchor)
  const countedDays = (member: MemberDoc): ReadonlyMap<number, number> => {
    const from = firstDay(member)
    const counted = new Map<number, number>()
    if (from === null) return counted
    for (const part of [member.named, member.loose])
      for (const [day, amount] of daysOf(part?.measures[key], from, from + days))
        counted.set(day, (counted.get(day) ?? 0) + amount)
    return counted
  }
  return {
    amount: (member) => {
      let sum = 0
      for (const amount of countedDays(member).values()) sum += worth(amount)
      return sum
    },
    daily: (member) =>
      [...countedDays(member)].sort(([a], [b]) => b - a).flatMap(([day, amount]) => [day, worth(amount)]),
    isFloor: (member) => {
      const from = firstDay(member)
      const parts = [member.named?.measures[key], member.loose?.measures[key]]
      return from !== null && parts.some((part) => part !== undefined && hasGap(part, from, from + days))
    },
  }
}

/** A page that says somebody signed up long ago does not move the days after what a backend or a token vouches for. */
function firstDayOf(anchor: string): (member: MemberDoc) => number | null {
  const vouched = keyOf(vouchedFor(anchor))
  return (member) => {
    const firstAt = firstAtOf(member, vouched) ?? firstAtOf(member, anchor)
    return firstAt === null ? null : dayOf(firstAt)
  }
}

/** The day up to which the oldest days are all known; Infinity = every day is. */
function knownUntil({ early }: Measure): number {
  if (!early) return -1
  return isWhole(early) ? Number.POSITIVE_INFINITY : (early.days.at(-2) ?? -1)
}

/** Days from `from` and before `to`, of the oldest ones and of the newest ones. */
function* daysOf(
  measure: Measure | undefined,
  from: number,
  to: number,
): Iterable<readonly [number, number]> {
  if (!measure) return
  const until = knownUntil(measure)
  for (const [day, amount] of pairs(measure.early?.days ?? []))
    if (day >= from && day < to) yield [day, amount]
  for (const [day, amount] of pairs(measure.days))
    if (day > until && day >= from && day < to) yield [day, amount]
}

/** Whether days of the window lie between the oldest and the newest known ones. */
function hasGap(measure: Measure, from: number, to: number): boolean {
  const until = knownUntil(measure)
  const newestFrom = dayOf(measure.lastAt) - measure.horizon
  return until < to - 1 && newestFrom > Math.max(until, from - 1)
}

function* pairs(days: readonly number[]): Iterable<readonly [number, number]> {
  for (let i = 0; i < days.length; i += 2) yield [days[i] ?? 0, days[i + 1] ?? 0]
}

import type { CountLeaf, DaysLeaf, DistinctLeaf, SumLeaf } from '../wire/condition.ts'
import { DAY } from '../wire/limits.ts'
import { lasting, NEVER, type Standing } from './atom.ts'
import { beginningOf } from './beginning.ts'
import { countedOf } from './counted.ts'
import { dayReaching, daysOf, sumAfter } from './measure.ts'
import { keyOf } from './measure-spec.ts'
import { countOf } from './member.ts'
import { dayOf, spanDays } from './time.ts'
import type { MemberDoc } from './types.ts'
import { valuesOf } from './values.ts'

export type CountingLeaf = CountLeaf | SumLeaf | DaysLeaf | DistinctLeaf

/** How a leaf adds up what a member did. Sums are in hundredths, all else in ones. */
export type Counting = {
  readonly key: string
  readonly amount: (member: MemberDoc, at: number) => number
  /** Whether it reaches `goal`, and when time alone takes it below. */
  readonly reaches: (member: MemberDoc, goal: number, at: number) => Standing
  /** The days that may count and what each adds, in turn, newest first. */
  readonly daily: (member: MemberDoc) => readonly number[]
  /** The window in days; Infinity = ever. */
  readonly days: number
  /** Whether more may have happened than is known. */
  readonly isFloor: (member: MemberDoc, at: number) => boolean
}

export function countingOf(leaf: CountingLeaf): Counting {
  const counting = countingWhole(leaf)
  const isMoving = 'distinct' in leaf || leaf.after === undefined
  const reach = { key: counting.key, days: isMoving ? counting.days : Number.POSITIVE_INFINITY }
  return { ...counting, isFloor: (member, at) => isCut(member, reach, at) || counting.isFloor(member, at) }
}

/** Whether the window reaches back to events that are gone and were never counted this way. */
function isCut(
  { named, loose }: MemberDoc,
  { key, days }: Pick<Counting, 'key' | 'days'>,
  at: number,
): boolean {
  const since = Math.max(named?.since?.[key] ?? 0, loose?.since?.[key] ?? 0)
  return since > 0 && dayOf(since) > dayOf(at) - days
}

function countingWhole(leaf: CountingLeaf): Counting {
  const key = keyOf(countedOf(leaf))
  const days = leaf.within === undefined ? Number.POSITIVE_INFINITY : spanDays(leaf.within)
  if ('distinct' in leaf) return distinct(key, days)
  const isDays = 'days' in leaf
  if (leaf.after !== undefined)
    return beginning({ key, days, anchor: leaf.after, worth: isDays ? () => 1 : (amount) => amount })
  const daily = isDays ? activeDays(key) : dailyOf(key)
  const totals = days === Number.POSITIVE_INFINITY ? ever(key) : lately(daily, days)
  return { key, days, daily, ...totals, isFloor: () => false }
}

type Daily = Counting['daily']

const dailyOf = (key: string): Daily => {
  return ({ named, loose }) => daysOf(named?.measures[key], loose?.measures[key])
}

function activeDays(key: string): Daily {
  const daily = dailyOf(key)
  return (member) => daily(member).map((one, i) => (i % 2 === 0 ? one : 1))
}

type Totals = Pick<Counting, 'amount' | 'reaches'>

const ever = (key: string): Totals => ({
  amount: (member) => countOf(member, key),
  reaches: (member, goal) => lasting(countOf(member, key) >= goal),
})

/** A window no longer holds enough from the start of the day on which the bucket that completed it leaves. */
const lately = (daily: Daily, days: number): Totals => ({
  amount: (member, at) => sumAfter(daily(member), dayOf(at) - days),
  reaches: (member, goal, at) => {
    const day = dayReaching(daily(member), goal, dayOf(at) - days)
    return day === null ? NEVER : (day + days) * DAY
  },
})

/** Different values, each counted on the day it was last seen. */
function distinct(key: string, days: number): Counting {
  const daily: Daily = (member) => valuesOf(member, key).seen.flatMap(([day]) => [day, 1])
  return {
    key,
    days,
    daily,
    ...lately(daily, days),
    isFloor: (member, at) => {
      const { seen, isFull } = valuesOf(member, key)
      return isFull && (seen.at(-1)?.[0] ?? 0) > dayOf(at) - days
    },
  }
}

/** The first days after something: a window that stands still. */
function beginning(of: {
  readonly key: string
  readonly days: number
  readonly anchor: string
  readonly worth: (amount: number) => number
}): Counting {
  const { amount, daily, isFloor } = beginningOf(of)
  return {
    key: of.key,
    days: of.days,
    amount,
    isFloor,
    reaches: (member, goal) => lasting(amount(member) >= goal),
    daily,
  }
}

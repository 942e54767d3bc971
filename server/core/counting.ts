import type { CountLeaf, DaysLeaf, DistinctLeaf, SumLeaf } from '../wire/condition.ts'
import { DAY } from '../wire/limits.ts'
import { beginningOf } from './beginning.ts'
import { countedOf } from './counted.ts'
import { countAfter, walkDays } from './measure.ts'
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
  /** When time alone takes it below `goal`; Infinity if it is, or never will be. */
  readonly endsAt: (member: MemberDoc, goal: number, at: number) => number
  /** Goes back over the days that count, newest first. */
  readonly walk: (member: MemberDoc, floorDay: number, visit: Visit) => void
  /** The window in days; Infinity = ever. */
  readonly days: number
  /** Whether more may have happened than is known. */
  readonly isFloor: (member: MemberDoc, at: number) => boolean
}

/** Hears of a day and what it adds, until it answers true. */
export type Visit = (day: number, amount: number) => boolean

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
  const worth = 'days' in leaf ? () => 1 : same
  if (leaf.after !== undefined) return beginning({ key, days, anchor: leaf.after, worth })
  const walk = walkOf(key, worth)
  return { key, days, walk, isFloor: no, amount: amountOf(key, days, worth), endsAt: endOf(walk, days) }
}

const same = (amount: number): number => amount
const no = (): boolean => false
type Worth = (amount: number) => number

function amountOf(key: string, days: number, worth: Worth): Counting['amount'] {
  if (days === Number.POSITIVE_INFINITY) return (member) => countOf(member, key)
  if (worth === same)
    return ({ named, loose }, at) => {
      const floorDay = dayOf(at) - days
      return countAfter(named?.measures[key], floorDay) + countAfter(loose?.measures[key], floorDay)
    }
  const walk = walkOf(key, worth)
  return (member, at) => totalOf(walk, member, dayOf(at) - days)
}

function totalOf(walk: Counting['walk'], member: MemberDoc, floorDay: number): number {
  let sum = 0
  walk(member, floorDay, (_day, amount) => {
    sum += amount
    return false
  })
  return sum
}

function walkOf(key: string, worth: Worth): Counting['walk'] {
  return ({ named, loose }, floorDay, visit) =>
    walkDays(
      named?.measures[key],
      loose?.measures[key],
      (day, count) => day <= floorDay || visit(day, worth(count)),
    )
}

/**
 * The start of the day on which a window no longer holds enough: walking back from the newest day, the bucket that
 * completes the sum leaves the window so many days after its own.
 */
function endOf(walk: Counting['walk'], days: number): Counting['endsAt'] {
  if (days === Number.POSITIVE_INFINITY) return () => Number.POSITIVE_INFINITY
  return (member, goal, at) => {
    let sum = 0
    let endAt = Number.POSITIVE_INFINITY
    walk(member, dayOf(at) - days, (day, amount) => {
      sum += amount
      if (sum < goal) return false
      endAt = (day + days) * DAY
      return true
    })
    return endAt
  }
}

/** Different values, each counted on the day it was last seen. */
function distinct(key: string, days: number): Counting {
  const walk: Counting['walk'] = (member, floorDay, visit) => {
    for (const [day] of valuesOf(member, key).seen) if (day <= floorDay || visit(day, 1)) return
  }
  const floorOf = (at: number): number => dayOf(at) - days
  return {
    key,
    days,
    walk,
    amount: (member, at) => totalOf(walk, member, floorOf(at)),
    endsAt: endOf(walk, days),
    isFloor: (member, at) => {
      const { seen, isFull } = valuesOf(member, key)
      return isFull && (seen.at(-1)?.[0] ?? 0) > floorOf(at)
    },
  }
}

/** The first days after something: a window that stands still. */
function beginning(of: {
  readonly key: string
  readonly days: number
  readonly anchor: string
  readonly worth: Worth
}): Counting {
  const { amount, isFloor } = beginningOf(of)
  return {
    key: of.key,
    days: of.days,
    amount,
    isFloor,
    endsAt: () => Number.POSITIVE_INFINITY,
    walk: () => {},
  }
}

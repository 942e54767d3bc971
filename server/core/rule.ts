import type { Rule } from '../wire/model.ts'
import { compileCondition, type Leaves, type Test } from './condition.ts'
import { countedOf } from './counted.ts'
import { type Counting, countingOf } from './counting.ts'
import { type Fading, fadingOf } from './decay.ts'
import type { Look } from './look.ts'
import { keyOf } from './measure-spec.ts'
import { lastAtOf } from './member.ts'
import { hasOccurrences, isBeginning, type PacedLeaf, pacedLeaf } from './pace.ts'
import { dayOf } from './time.ts'
import type { MemberDoc } from './types.ts'

/** A rule as plain functions; points in hundredths. */
export type CompiledRule = {
  readonly id: string
  readonly label: string
  /** Its family's place in `Engine.families`. */
  readonly family: number
  readonly points: number
  readonly test: Test
  /** What it earns while its test holds. */
  readonly earns: (member: MemberDoc, at: number) => Earned
  /** Nothing but its points, once: nearly every rule. */
  readonly isPlain: boolean
  /** The last day on which time alone may change what it earns. */
  readonly lastChange: (member: MemberDoc) => number
}

/** Points before anything is taken away, after fading, and after the rule's own cap. */
export type Earned = { readonly raw: number; readonly faded: number; readonly capped: number }

export function compileRule(rule: Rule, family: number, leaves: Leaves): CompiledRule {
  const points = hundredths(rule.points)
  const paced = pacedLeaf(rule.when)
  const fading = rule.decay ? fadingOf(rule.decay) : null
  const test = compileCondition(rule.when, leaves)
  const base = { id: rule.id, label: rule.label, family, points, test }
  if (rule.each && paced && hasOccurrences(paced) && !('recent' in paced)) {
    const counting = countingOf(paced)
    const unit = 'sum' in paced ? 100 : 1
    const atMost = rule.atMost === undefined ? Number.POSITIVE_INFINITY : hundredths(rule.atMost)
    return { ...base, isPlain: false, ...eachOf({ counting, points: points / unit, atMost, fading }) }
  }
  if (fading && paced) return { ...base, isPlain: false, ...onceOf(lastDayOf(paced), points, fading) }
  const plain = { raw: points, faded: points, capped: points }
  return { ...base, isPlain: true, earns: () => plain, lastChange: () => 0 }
}

/** Decimal points as integer hundredths. */
export function hundredths(points: number): number {
  return Math.round(points * 100)
}

/** Whole hundredths, and no negative zero. */
const rounded = (points: number): number => Math.round(points) + 0

type Earning = Pick<CompiledRule, 'earns' | 'lastChange'>

/** The day of what was counted last. */
function lastDayOf(paced: PacedLeaf): (member: MemberDoc) => number {
  if (isBeginning(paced)) {
    const { daily } = countingOf(paced)
    return (member) => daily(member)[0] ?? 0
  }
  const key = keyOf(countedOf(paced))
  return (member) => dayOf(lastAtOf(member, key))
}

/** Points once, fading from the last occurrence. */
function onceOf(lastDay: (member: MemberDoc) => number, points: number, fading: Fading): Earning {
  return {
    earns: (member, at) => {
      const faded = rounded(points * fading.left(dayOf(at) - lastDay(member)))
      return { raw: points, faded, capped: faded }
    },
    lastChange: (member) => lastDay(member) + fading.days,
  }
}

type Each = {
  readonly counting: Counting
  readonly points: number
  readonly atMost: number
  readonly fading: Fading | null
}

/** Points for each occurrence; the rule's own cap comes after fading. */
function eachOf(each: Each): Earning {
  const { counting, points, atMost, fading } = each
  const capped = (faded: number): number => Math.max(-atMost, Math.min(faded, atMost))
  return {
    earns: (member, at) => {
      if (fading) return fadedEach(each, fading, member, at)
      const raw = rounded(counting.amount(member, at) * points)
      return { raw, faded: raw, capped: capped(raw) }
    },
    lastChange: (member) => {
      const span = Math.max(fading?.days ?? 0, Number.isFinite(counting.days) ? counting.days : 0)
      return span === 0 ? 0 : dayOf(lastAtOf(member, counting.key)) + span
    },
  }

  function fadedEach(
    { counting: { daily, days } }: Each,
    { left, days: fade }: Fading,
    member: MemberDoc,
    at: number,
  ): Earned {
    const today = dayOf(at)
    let raw = 0
    let faded = 0
    const floorDay = today - Math.min(days, fade)
    const buckets = daily(member)
    for (let i = 0; i < buckets.length && (buckets[i] ?? 0) > floorDay; i += 2) {
      const worth = (buckets[i + 1] ?? 0) * points
      raw += rounded(worth)
      faded += rounded(worth * left(today - (buckets[i] ?? 0)))
    }
    return { raw, faded, capped: capped(faded) }
  }
}

/** What the rule adds to its family. */
export function worthOf(rule: CompiledRule, look: Look): number {
  if (!rule.test.holds(look)) return 0
  return rule.isPlain ? rule.points : rule.earns(look.member, look.at).capped
}

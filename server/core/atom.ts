import { DAY } from '../wire/limits.ts'
import type { Condition } from '../wire/model.ts'
import { countAfter, daysAfter } from './measure.ts'
import { countOf, firstAtOf, lastAtOf, limitNames, measureOf, registerOf, traitOf } from './member.ts'
import { dayOf, spanAfter, spanDays } from './time.ts'
import type { AccountDoc, Measure, MemberDoc } from './types.ts'
import { day, nounOf, number, spanWords } from './words.ts'

/** What stands behind a ledger line. */
export type Evidence = {
  readonly because: string
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
}

/**
 * A leaf of a condition. Time alone can only end it, never begin it, because all that it looks at lies in the past:
 * `endsAt` is that instant, Infinity if it is already over or never ends.
 */
export type Atom = {
  readonly holds: (member: MemberDoc, account: AccountDoc, at: number) => boolean
  readonly endsAt: (member: MemberDoc, at: number) => number
  readonly evidence: (member: MemberDoc, account: AccountDoc, at: number) => Evidence
  /** What it would take: "1 of 2 pricing visits". */
  readonly lacks: (member: MemberDoc, account: AccountDoc, at: number) => string
}

type Leaf = Exclude<Condition, { all: Condition[] } | { any: Condition[] } | { not: Condition }>

export function atomOf(leaf: Leaf): Atom {
  if ('count' in leaf)
    return leaf.within ? countWithin(leaf.count, leaf.atLeast, leaf.within) : countEver(leaf)
  if ('days' in leaf) return distinctDays(leaf)
  if ('recent' in leaf) return recency(leaf)
  if ('limit' in leaf) return limitRatio(leaf)
  if ('inviteesActive' in leaf) return invitees(leaf.inviteesActive)
  return traitTest(leaf)
}

const never = (): number => Number.POSITIVE_INFINITY

function seen(member: MemberDoc, signal: string, count: number, words: string): Evidence {
  const lastAt = lastAtOf(member, signal)
  return { because: words, count, firstAt: firstAtOf(member, signal), lastAt: lastAt === 0 ? null : lastAt }
}

function countEver({ count: signal, atLeast }: { count: string; atLeast: number }): Atom {
  return {
    holds: (member) => countOf(member, signal) >= atLeast,
    endsAt: never,
    evidence: (member, _account, at) => {
      const n = countOf(member, signal)
      return seen(member, signal, n, `${nounOf(signal, n)}, ${lastOn(member, signal, n, at)}`)
    },
    lacks: (member) => `${number(countOf(member, signal))} of ${nounOf(signal, atLeast)}`,
  }
}

function lastOn(member: MemberDoc, signal: string, n: number, at: number): string {
  return `${n === 1 ? 'on' : 'last on'} ${day(lastAtOf(member, signal), at)}`
}

function countWithin(signal: string, atLeast: number, span: string): Atom {
  const window = spanDays(span)
  const counted = (member: MemberDoc, at: number): number => {
    const measure = measureOf(member, signal)
    return measure ? countAfter(measure, dayOf(at) - window) : 0
  }
  return {
    holds: (member, _account, at) => counted(member, at) >= atLeast,
    endsAt: (member, at) => windowEnd(measureOf(member, signal), atLeast, { window, at, each: (n) => n }),
    evidence: (member, _account, at) => {
      const n = counted(member, at)
      return seen(
        member,
        signal,
        n,
        `${nounOf(signal, n)} in ${spanWords(span)}, ${lastOn(member, signal, n, at)}`,
      )
    },
    lacks: (member, _account, at) =>
      `${number(counted(member, at))} of ${nounOf(signal, atLeast)} in ${spanWords(span)}`,
  }
}

function distinctDays({
  days: signal,
  atLeast,
  within,
}: {
  days: string
  atLeast: number
  within: string
}): Atom {
  const window = spanDays(within)
  const counted = (member: MemberDoc, at: number): number => {
    const measure = measureOf(member, signal)
    return measure ? daysAfter(measure, dayOf(at) - window) : 0
  }
  const what = signal === 'active' ? '' : ` with a ${nounOf(signal, 1).slice(2)}`
  return {
    holds: (member, _account, at) => counted(member, at) >= atLeast,
    endsAt: (member, at) => windowEnd(measureOf(member, signal), atLeast, { window, at, each: () => 1 }),
    evidence: (member, _account, at) => {
      const n = counted(member, at)
      const words = `${n === 1 ? '1 active day' : `${number(n)} active days`}${what} in ${spanWords(within)}`
      return seen(member, signal, n, `${words}, last on ${day(lastAtOf(member, signal), at)}`)
    },
    lacks: (member, _account, at) =>
      `${number(counted(member, at))} of ${number(atLeast)} active days${what} in ${spanWords(within)}`,
  }
}

/**
 * The start of the day on which a window no longer holds enough: walking back from the newest day, the bucket that
 * completes the sum leaves the window `window` days after its own.
 */
function windowEnd(
  measure: Measure | undefined,
  atLeast: number,
  { window, at, each }: { window: number; at: number; each: (count: number) => number },
): number {
  if (!measure) return never()
  const floorDay = dayOf(at) - window
  let sum = 0
  for (let i = 0; i < measure.days.length; i += 2) {
    const bucketDay = measure.days[i] ?? 0
    if (bucketDay <= floorDay) break
    sum += each(measure.days[i + 1] ?? 0)
    if (sum >= atLeast) return (bucketDay + window) * DAY
  }
  return never()
}

function recency({ recent: signal, within }: { recent: string; within: string }): Atom {
  const span = spanAfter(within)
  return {
    holds: (member, _account, at) => {
      const lastAt = lastAtOf(member, signal)
      return lastAt > 0 && at < lastAt + span
    },
    endsAt: (member, at) => {
      const lastAt = lastAtOf(member, signal)
      return lastAt > 0 && at < lastAt + span ? lastAt + span : never()
    },
    evidence: (member, _account, at) => {
      const words = signal === 'active' ? 'Active' : `${nounOf(signal, 1)}`
      const count = countOf(member, signal)
      return seen(
        member,
        signal,
        count,
        `${words} in ${spanWords(within)}, last on ${day(lastAtOf(member, signal), at)}`,
      )
    },
    lacks: () =>
      signal === 'active' ? `Active in ${spanWords(within)}` : `${nounOf(signal, 1)} in ${spanWords(within)}`,
  }
}

/** How full a limit is, from what the member's own events reported. */
type Fullness = { name: string; used: number; max: number; ratio: number; time: number }

function fullest(member: MemberDoc, limit: string): Fullness | null {
  let top: Fullness | null = null
  for (const name of limit === '*' ? limitNames(member) : [limit]) {
    const register = registerOf(member, 'limits', name)
    const value = register?.value as { used: number; max: number } | undefined
    if (!register || !value || value.max <= 0) continue
    const ratio = value.used / value.max
    if (!top || ratio > top.ratio || (ratio === top.ratio && name < top.name))
      top = { name, used: value.used, max: value.max, ratio, time: register.time }
  }
  return top
}

function limitRatio({ limit, atLeast }: { limit: string; atLeast: number }): Atom {
  const words = (top: Fullness): string => `${number(top.used)} of ${number(top.max)} ${top.name} used`
  return {
    holds: (member) => (fullest(member, limit)?.ratio ?? 0) >= atLeast,
    endsAt: never,
    evidence: (member, _account, at) => {
      const top = fullest(member, limit)
      if (!top) return { because: 'No limit reported', count: 0, firstAt: null, lastAt: null }
      return {
        because: `${words(top)}, on ${day(top.time, at)}`,
        count: 1,
        firstAt: top.time,
        lastAt: top.time,
      }
    },
    lacks: (member) => {
      const top = fullest(member, limit)
      const goal = `${number(Math.round(atLeast * 100))} % of ${limit === '*' ? 'a limit' : limit}`
      return top ? `${words(top)}, not yet ${goal}` : goal
    },
  }
}

function invitees(atLeast: number): Atom {
  const people = (n: number): string => (n === 1 ? '1 invited teammate' : `${number(n)} invited teammates`)
  return {
    holds: (member) => size(member.invitees) >= atLeast,
    endsAt: never,
    evidence: (member, _account, at) => {
      const instants = Object.values(member.invitees)
      const lastAt = Math.max(...instants)
      const since = instants.length === 1 ? 'since' : 'last on'
      return {
        because: `${people(instants.length)} became active, ${since} ${day(lastAt, at)}`,
        count: instants.length,
        firstAt: Math.min(...instants),
        lastAt,
      }
    },
    lacks: (member) => `${number(size(member.invitees))} of ${people(atLeast)} active`,
  }
}

function size(record: Readonly<Record<string, unknown>>): number {
  let n = 0
  for (const _name in record) n++
  return n
}

type TraitLeaf = Extract<Leaf, { trait: string }>

function traitTest(leaf: TraitLeaf): Atom {
  const fits = traitFits(leaf)
  return {
    holds: (member, account) => fits(traitOf(member, account, leaf.trait)),
    endsAt: never,
    evidence: (member, account) => ({
      because: `${leaf.trait} is ${String(traitOf(member, account, leaf.trait) ?? 'unknown')}`,
      count: 1,
      firstAt: null,
      lastAt: null,
    }),
    lacks: (member, account) =>
      `${leaf.trait} ${wanted(leaf)}, not ${String(traitOf(member, account, leaf.trait) ?? 'unknown')}`,
  }
}

function wanted(leaf: TraitLeaf): string {
  if ('is' in leaf) return `is ${String(leaf.is)}`
  return 'in' in leaf ? `is one of ${leaf.in.join(', ')}` : `at least ${number(leaf.atLeast)}`
}

/** Texts are compared without regard to case, as people type them. */
function traitFits(leaf: TraitLeaf): (value: unknown) => boolean {
  if ('is' in leaf) return (value) => plain(value) === plain(leaf.is)
  if ('in' in leaf) {
    const wanted = new Set(leaf.in.map(plain))
    return (value) => wanted.has(plain(value))
  }
  return (value) => typeof value === 'number' && value >= leaf.atLeast
}

const plain = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value)

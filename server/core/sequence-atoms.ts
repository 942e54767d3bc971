import type { AttemptsLeaf, SequenceLeaf } from '../wire/condition.ts'
import { type Atom, lasting } from './atom.ts'
import { seen } from './count-atoms.ts'
import { countedOf, limitReached } from './counted.ts'
import { featureName } from './feature-name.ts'
import { NEWEST } from './measure.ts'
import { instantsOf } from './measure-parts.ts'
import { keyOf } from './measure-spec.ts'
import { knownOf, lastAtOf, measuresOf } from './member.ts'
import { billedAt } from './readings.ts'
import { capitalised } from './template.ts'
import { spanAfter } from './time.ts'
import type { AccountDoc, MemberDoc } from './types.ts'
import { day, filterWords, nounOf, number, spanWords } from './words.ts'

/** The instants at which a member is known to have done something, ascending. */
function timesOf(member: MemberDoc, key: string): readonly number[] {
  const [a, b] = measuresOf(member, key)
  if (a && b) return [...instantsOf(a), ...instantsOf(b)].sort((x, y) => x - y)
  const one = a ?? b
  return one ? instantsOf(one) : []
}

/** One thing after another, from the first to the last within a deadline. */
export function sequence({ sequence: steps, within }: SequenceLeaf): Atom {
  const counted = steps.map((step) => (typeof step === 'string' ? { signal: step } : step))
  const keys = counted.map(keyOf)
  const span = within === undefined ? Number.POSITIVE_INFINITY : spanAfter(within)
  const find = (member: MemberDoc): Chain =>
    longestChain(
      keys.map((key) => timesOf(member, key)),
      span,
    )
  const names = counted.map((step) => `${nounOf(step.signal, 1).slice(2)}${filterWords(step)}`)
  const deadline = within === undefined ? '' : ` within ${spanWords(within)}`
  return {
    stands: (member) => lasting(find(member).steps === keys.length),
    evidence: (member, _account, at) => {
      const { from, to } = find(member)
      const because = `${capitalised(names.join(', then '))}${deadline}, done on ${day(to, at)}`
      const events = keys
        .flatMap((key) => knownOf(member, key))
        .filter(({ time }) => time >= from && time <= to)
      return { because, count: keys.length, firstAt: from, lastAt: to, events }
    },
    lacks: (member) => `${find(member).steps} of ${keys.length} steps: ${names.join(', then ')}${deadline}`,
  }
}

/** How many steps were done in order and in time, from when to when. */
type Chain = { readonly steps: number; readonly from: number; readonly to: number }

function longestChain(times: readonly (readonly number[])[], span: number): Chain {
  let longest: Chain = { steps: 0, from: 0, to: 0 }
  for (const from of times[0] ?? []) {
    const chain = chainFrom(from, times, span)
    if (chain.steps > longest.steps) longest = chain
    if (longest.steps === times.length) return longest
  }
  return longest
}

/** Taking each next step as early as possible leaves the most time for the others. */
function chainFrom(from: number, times: readonly (readonly number[])[], span: number): Chain {
  let to = from
  for (let step = 1; step < times.length; step++) {
    const next = times[step]?.find((time) => time > to)
    if (next === undefined || next - from > span) return { steps: step, from, to }
    to = next
  }
  return { steps: times.length, from, to }
}

/** What they kept trying after a limit was reached: "3 uploads after the storage limit". */
export function attempts(leaf: AttemptsLeaf): Atom {
  const key = keyOf(countedOf(leaf))
  const limit = keyOf(limitReached(leaf.afterLimit))
  const which = leaf.afterLimit === '*' ? 'a limit' : `the ${featureName(leaf.afterLimit)} limit`
  const after = (member: MemberDoc, account: AccountDoc): readonly number[] => {
    const since = billedAt(account)
    const reachedAt = timesOf(member, limit).find((time) => time >= since)
    return reachedAt === undefined ? [] : timesOf(member, key).filter((time) => time > reachedAt)
  }
  const words = (n: number): string => `${nounOf(leaf.count, n)}${filterWords(leaf)} after ${which}`
  return {
    stands: (member, account) => lasting(after(member, account).length >= leaf.atLeast),
    evidence: (member, account, at) => {
      const times = after(member, account)
      const least = hasGap(member, key) ? 'at least ' : ''
      const because = `${least}${words(times.length)}, last on ${day(lastAtOf(member, key), at)}`
      const firstAt = times[0] ?? null
      const events = knownOf(member, key).filter(({ time }) => firstAt !== null && time >= firstAt)
      return { ...seen(member, key, times.length, because), firstAt, events: events.slice(0, NEWEST) }
    },
    lacks: (member, account) => `${number(after(member, account).length)} of ${words(leaf.atLeast)}`,
  }
}

/** Instants between the oldest and the newest are not known. */
function hasGap(member: MemberDoc, key: string): boolean {
  return measuresOf(member, key).some(
    (measure) => measure?.instants !== undefined && measure.count > 2 * measure.instants.atMost,
  )
}

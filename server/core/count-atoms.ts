import { DAY } from '../wire/limits.ts'
import { type Atom, type Evidence, never } from './atom.ts'
import { countAfter, walkDays } from './measure.ts'
import { countOf, firstAtOf, lastAtOf } from './member.ts'
import { dayOf, spanAfter, spanDays } from './time.ts'
import type { MemberDoc } from './types.ts'
import { day, nounOf, number, spanWords } from './words.ts'

function seen(member: MemberDoc, signal: string, count: number, words: string): Evidence {
  const lastAt = lastAtOf(member, signal)
  return { because: words, count, firstAt: firstAtOf(member, signal), lastAt: lastAt === 0 ? null : lastAt }
}

/** Occurrences ever: "integration at least 1". */
export function countEver({ count: signal, atLeast }: { count: string; atLeast: number }): Atom {
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

/** Occurrences on the days of a window: "pricing at least 2 within 30d". */
export function countWithin(signal: string, atLeast: number, span: string): Atom {
  const window = spanDays(span)
  const counted = (member: MemberDoc, at: number): number => {
    const floorDay = dayOf(at) - window
    const { named, loose } = member
    return countAfter(named?.measures[signal], floorDay) + countAfter(loose?.measures[signal], floorDay)
  }
  return {
    holds: (member, _account, at) => counted(member, at) >= atLeast,
    endsAt: (member, at) => windowEnd(member, { signal, atLeast, days: window, worth: (n) => n }, at),
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

/** Different days of a window: "active on 5 days within 7d". */
export function distinctDays({
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
    const floorDay = dayOf(at) - window
    let n = 0
    walkDays(member.named?.measures[signal], member.loose?.measures[signal], (bucketDay) => {
      if (bucketDay <= floorDay) return true
      n++
      return false
    })
    return n
  }
  const what = signal === 'active' ? '' : ` with a ${nounOf(signal, 1).slice(2)}`
  return {
    holds: (member, _account, at) => counted(member, at) >= atLeast,
    endsAt: (member, at) => windowEnd(member, { signal, atLeast, days: window, worth: () => 1 }, at),
    evidence: (member, _account, at) => {
      const n = counted(member, at)
      const words = `${n === 1 ? '1 active day' : `${number(n)} active days`}${what} in ${spanWords(within)}`
      return seen(member, signal, n, `${words}, last on ${day(lastAtOf(member, signal), at)}`)
    },
    lacks: (member, _account, at) =>
      `${number(counted(member, at))} of ${number(atLeast)} active days${what} in ${spanWords(within)}`,
  }
}

type Window = {
  readonly signal: string
  readonly atLeast: number
  readonly days: number
  /** What a day with so many occurrences adds. */
  readonly worth: (count: number) => number
}

/**
 * The start of the day on which a window no longer holds enough: walking back from the newest day, the bucket that
 * completes the sum leaves the window so many days after its own.
 */
function windowEnd(member: MemberDoc, { signal, atLeast, days, worth }: Window, at: number): number {
  const floorDay = dayOf(at) - days
  let sum = 0
  let endAt = never()
  walkDays(member.named?.measures[signal], member.loose?.measures[signal], (bucketDay, count) => {
    if (bucketDay <= floorDay) return true
    sum += worth(count)
    if (sum < atLeast) return false
    endAt = (bucketDay + days) * DAY
    return true
  })
  return endAt
}

/** Seen lately, to the instant: "active within 7d". */
export function recency({ recent: signal, within }: { recent: string; within: string }): Atom {
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
      const words = signal === 'active' ? 'Active' : nounOf(signal, 1)
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

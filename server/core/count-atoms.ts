import { DAY } from '../wire/limits.ts'
import { type Atom, type Evidence, never } from './atom.ts'
import { countAfter, daysAfter } from './measure.ts'
import { countOf, firstAtOf, lastAtOf, measureOf } from './member.ts'
import { dayOf, spanAfter, spanDays } from './time.ts'
import type { Measure, MemberDoc } from './types.ts'
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

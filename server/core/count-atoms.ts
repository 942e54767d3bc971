import type {
  AbsentLeaf,
  CountLeaf,
  DaysLeaf,
  DistinctLeaf,
  Filters,
  RecentLeaf,
  SumLeaf,
} from '../wire/condition.ts'
import { DAY } from '../wire/limits.ts'
import { type Atom, type Evidence, FOR_GOOD, NEVER } from './atom.ts'
import { countedOf } from './counted.ts'
import { type CountingLeaf, countingOf } from './counting.ts'
import { featureName } from './feature-name.ts'
import { NEWEST } from './measure.ts'
import { keyOf } from './measure-spec.ts'
import { countOf, firstAtOf, knownOf, lastAtOf, newestOf } from './member.ts'
import { isBeginning } from './pace.ts'
import { dayOf, spanAfter } from './time.ts'
import type { MemberDoc } from './types.ts'
import { day, filterWords, nounOf, number, spanWords } from './words.ts'

/** What a measure can tell: how often, since when, and which events last. */
export function seen(member: MemberDoc, key: string, count: number, because: string): Evidence {
  const lastAt = lastAtOf(member, key)
  return {
    because,
    count,
    firstAt: firstAtOf(member, key),
    lastAt: lastAt === 0 ? null : lastAt,
    events: newestOf(member, key),
  }
}

/** Occurrences, sums, days and different values: "5 core actions in 14 days, last on 9 Nov". */
export function counted(leaf: CountingLeaf): Atom {
  const { key, amount, reaches, isFloor, daily, days } = countingOf(leaf)
  const unit = 'sum' in leaf ? 100 : 1
  const goal = Math.max(1, Math.round(leaf.atLeast * unit))
  const span = windowWords(leaf)
  return {
    stands: (member, _account, at) => reaches(member, goal, at),
    evidence: (member, _account, at) => {
      const n = amount(member, at) / unit
      const words = `${isFloor(member, at) ? 'at least ' : ''}${amountWords(leaf, n)}${span}`
      if (isBeginning(leaf))
        return duringBeginning(
          { ...seen(member, key, n, words), events: knownOf(member, key) },
          daily(member),
        )
      const told = seen(member, key, n, `${words}, ${lastOn(member, key, n, at)}`)
      return leaf.within === undefined ? told : lately(told, daily(member), dayOf(at) - days + 1)
    },
    lacks: (member, _account, at) => {
      const n = number(amount(member, at) / unit)
      return `${n} of ${amountWords(leaf, leaf.atLeast)}${span}`
    },
  }
}

/** What came before or after those first days is no evidence of them. */
function duringBeginning(told: Evidence, daily: readonly number[]): Evidence {
  const newest = daily[0] ?? 0
  const since = lately(told, daily, daily.at(-2) ?? 0)
  const events = since.events.filter(({ time }) => dayOf(time) <= newest)
  const known = events[0]?.time ?? null
  const dayLast = known !== null && dayOf(known) === newest ? known : newest * DAY
  const lastAt = told.lastAt !== null && dayOf(told.lastAt) <= newest ? told.lastAt : dayLast
  return { ...since, lastAt, events: events.slice(0, NEWEST) }
}

/** What came before the window is no evidence of it; of what is not remembered in it, the oldest day is known. */
function lately(told: Evidence, daily: readonly number[], from: number): Evidence {
  const events = told.events.filter(({ time }) => dayOf(time) >= from)
  const oldest = daily.findLast((one, i) => i % 2 === 0 && one >= from) ?? from
  const known = events.at(-1)?.time ?? null
  const dayFirst = known !== null && dayOf(known) <= oldest ? known : oldest * DAY
  const firstAt = told.firstAt !== null && dayOf(told.firstAt) >= from ? told.firstAt : dayFirst
  return { ...told, firstAt, events }
}

function lastOn(member: MemberDoc, key: string, n: number, at: number): string {
  return `${n === 1 ? 'on' : 'last on'} ${day(lastAtOf(member, key), at)}`
}

function amountWords(leaf: CountLeaf | SumLeaf | DaysLeaf | DistinctLeaf, n: number): string {
  const filters = filterWords(leaf)
  if ('count' in leaf) return `${nounOf(leaf.count, n)}${filters}`
  if ('days' in leaf) return `${number(n)} active day${n === 1 ? '' : 's'}${withWords(leaf)}`
  if ('sum' in leaf) return `${number(n)} ${featureName(leaf.sum)}${filters}`
  const name = featureName(leaf.distinct)
  return `${number(n)} different ${n === 1 || name.endsWith('s') ? name : `${name}s`}${filters}`
}

const withWords = (leaf: DaysLeaf): string =>
  leaf.days === 'active' ? filterWords(leaf) : ` with a ${nounOf(leaf.days, 1).slice(2)}${filterWords(leaf)}`

function windowWords(leaf: CountingLeaf): string {
  if (leaf.within === undefined) return ''
  const span = spanWords(leaf.within)
  return isBeginning(leaf) ? ` in the first ${span} after ${nounOf(leaf.after, 1).slice(2)}` : ` in ${span}`
}

/** Seen lately, to the instant: "active within 7d". */
export function recency(leaf: RecentLeaf): Atom {
  const key = keyOf(countedOf(leaf))
  const span = spanAfter(leaf.within)
  const words = `${onceWords(leaf.recent, leaf)} in ${spanWords(leaf.within)}`
  return {
    stands: (member, _account, at) => {
      const lastAt = lastAtOf(member, key)
      return lastAt !== 0 && at < lastAt + span ? lastAt + span : NEVER
    },
    evidence: (member, _account, at) => {
      const lastAt = lastAtOf(member, key)
      const told = seen(member, key, countOf(member, key), `${words}, last on ${day(lastAt, at)}`)
      return { ...told, events: told.events.filter(({ time }) => at < time + span) }
    },
    lacks: () => words,
  }
}

/** Not seen for a while, to the instant: "no session for 30 days". What never happened is not missed. */
export function absence(leaf: AbsentLeaf): Atom {
  const key = keyOf(countedOf(leaf))
  const span = spanAfter(leaf.for)
  const words = `No ${nounOf(leaf.absent, 1).slice(2)}${filterWords(leaf)} for ${spanWords(leaf.for)}`
  return {
    stands: (member, _account, at) => {
      const lastAt = lastAtOf(member, key)
      if (lastAt === 0) return NEVER
      return at < lastAt + span ? -(lastAt + span) : FOR_GOOD
    },
    evidence: (member, _account, at) =>
      seen(member, key, countOf(member, key), `${words}, last on ${day(lastAtOf(member, key), at)}`),
    lacks: () => words,
  }
}

const onceWords = (signal: string, filters: Filters): string =>
  `${signal === 'active' ? 'Active' : nounOf(signal, 1)}${filterWords(filters)}`

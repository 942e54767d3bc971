import { ACTIVE, isActivity, isBelieved, SIGNALS } from '../../server/core/signals.ts'
import type { EventEntry } from '../../server/core/types.ts'
import type { Filters, Leaf, Wanted } from '../../server/wire/condition.ts'
import type { Json } from '../../server/wire/event.ts'
import { DAY } from '../../server/wire/limits.ts'

/* What conditions mean, told once more in the plainest way: by looking at every event of one person's past. */

type Counted = Exclude<
  Leaf,
  | { limit: string }
  | { inviteesActive: number }
  | { trait: string }
  | { emailDomain: unknown }
  | { users: string }
  | { usersWho: unknown }
>

export function holdsByHand(leaf: Counted, all: readonly EventEntry[], at: number): boolean {
  const past = all.filter(isBelieved)
  const of = (signal: string, filters: Filters): EventEntry[] =>
    past.filter((event) => isOf(event, signal, filters))
  if ('sequence' in leaf) {
    const steps = leaf.sequence.map((step) =>
      typeof step === 'string' ? of(step, {}) : of(step.signal, step),
    )
    return follows(steps, leaf.within === undefined ? Number.POSITIVE_INFINITY : ms(leaf.within))
  }
  if ('recent' in leaf) return of(leaf.recent, leaf).some(({ time }) => at < time + ms(leaf.within))
  if ('absent' in leaf) {
    const last = Math.max(...of(leaf.absent, leaf).map(({ time }) => time))
    return last > 0 && at >= last + ms(leaf.for)
  }
  if ('afterLimit' in leaf) return attemptsByHand(leaf, past, of(leaf.count, leaf))
  const window = 'within' in leaf ? leaf.within : undefined
  const anchor = 'after' in leaf ? leaf.after : undefined
  const vouched = anchor === undefined ? [] : of(anchor, { by: 'verified' })
  const anchors = anchor === undefined ? null : vouched.length > 0 ? vouched : of(anchor, {})
  const inside = inWindow({ window, first: anchors }, at)
  if ('count' in leaf) return of(leaf.count, leaf).filter(inside).length >= leaf.atLeast
  if ('days' in leaf)
    return (
      new Set(
        of(leaf.days, leaf)
          .filter(inside)
          .map(({ time }) => dayOf(time)),
      ).size >= leaf.atLeast
    )
  if ('sum' in leaf) {
    const values = of(leaf.of, leaf)
      .filter(inside)
      .map(({ properties }) => properties[leaf.sum])
    return (
      values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0) >= leaf.atLeast
    )
  }
  const values = of(leaf.of, leaf)
    .filter(inside)
    .map(({ properties }) => properties[leaf.distinct])
  return new Set(values).size >= leaf.atLeast
}

const dayOf = (time: number): number => Math.floor(time / DAY)
const ms = (span: string): number => {
  const unit = span.endsWith('d') ? DAY : span.endsWith('h') ? DAY / 24 : 60_000
  return Number.parseInt(span, 10) * unit
}

function isOf(event: EventEntry, signal: string, { where = {}, by }: Filters): boolean {
  const names: Readonly<Record<string, readonly string[]>> = SIGNALS
  const isIt =
    signal === ACTIVE ? isActivity(event) : event.type === 'track' && names[signal]?.includes(event.name)
  const isBy = by === undefined || (by === 'verified' ? event.trust !== 'browser' : event.trust === by)
  return (
    Boolean(isIt) &&
    isBy &&
    Object.entries(where).every(([name, wanted]) => fits(event.properties[name], wanted))
  )
}

function fits(value: Json | undefined, wanted: Wanted): boolean {
  if (typeof wanted !== 'object') return value === wanted
  if ('in' in wanted) return wanted.in.some((one) => one === value)
  if ('not' in wanted) return value !== wanted.not
  if (typeof value !== 'number') return false
  return 'atLeast' in wanted ? value >= wanted.atLeast : value <= wanted.atMost
}

type Look = { readonly window: string | undefined; readonly first: readonly EventEntry[] | null }

function inWindow({ window, first }: Look, at: number): (event: EventEntry) => boolean {
  if (window === undefined) return () => true
  const days = Math.ceil(ms(window) / DAY)
  if (first === null) return ({ time }) => dayOf(time) > dayOf(at) - days
  if (first.length === 0) return () => false
  const from = dayOf(Math.min(...first.map(({ time }) => time)))
  return ({ time }) => dayOf(time) >= from && dayOf(time) < from + days
}

/** Tries every way of picking one event a step. */
function follows(steps: readonly (readonly EventEntry[])[], span: number, from?: number, last = 0): boolean {
  const [next, ...rest] = steps
  if (!next) return true
  return next.some(
    ({ time }) => time > last && time - (from ?? time) <= span && follows(rest, span, from ?? time, time),
  )
}

function attemptsByHand(
  { afterLimit, atLeast }: { readonly afterLimit: string; readonly atLeast: number },
  past: readonly EventEntry[],
  tries: readonly EventEntry[],
): boolean {
  const billed = past.filter(
    ({ type, trust, name }) => type === 'track' && trust === 'server' && name.startsWith('Subscription '),
  )
  const since = Math.max(0, ...billed.map(({ time }) => time))
  const met = past.filter(
    ({ type, name, time, properties }) =>
      type === 'track' &&
      name === 'Limit Reached' &&
      time >= since &&
      (afterLimit === '*' || properties['limit'] === afterLimit),
  )
  const reachedAt = Math.min(...met.map(({ time }) => time))
  return tries.filter(({ time }) => time > reachedAt).length >= atLeast
}

import { DAY } from '../wire/limits.ts'
import { standingOf } from './condition.ts'
import type { Engine } from './engine.ts'
import { glance, type Look } from './look.ts'
import { judge, type Verdict } from './score.ts'
import { dayOf } from './time.ts'
import type { AccountDoc, Evaluation, MemberDoc } from './types.ts'

/** Score, tier and flags of a member at an instant, and the next instant at which time alone changes them. */
export function evaluate(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Evaluation {
  const seen = glance(member, account, engine, at)
  const verdict = judge(seen, engine, engine.desk.now)
  return {
    score: verdict.score,
    tier: engine.tiers[verdict.tier]?.name ?? '',
    qualified: verdict.qualified,
    sales: verdict.sales,
    active: verdict.active,
    activated: seen.activated,
    flags: verdict.flags,
    nextChangeAt: nextChange(verdict, seen, engine),
  }
}

/**
 * Time alone changes a leaf at most once, and fading points at the start of a day; so the instants worth a look are
 * known. The first at which the verdict differs is the answer.
 */
function nextChange(now: Verdict, seen: Look, engine: Engine): number | null {
  if (engine.onlyFades && engine.oneLowTier && !now.qualified) return now.active ? seen.activeUntil : null
  return firstChange(now, seen, engine)
}

function firstChange(now: Verdict, seen: Look, engine: Engine): number | null {
  const instants = changes(seen, engine)
  const isOther = (instant: number): boolean => {
    seen.at = instant
    return differs(now, judge(seen, engine, engine.desk.later))
  }
  if (engine.onlyFades) return firstOf(instants, isOther)
  return instants.find(isOther) ?? null
}

/** Ascending: the days first, which are many or none, then the others into their places. */
function changes(seen: Look, engine: Engine): number[] {
  const instants = daysOfChange(seen, engine)
  insert(instants, seen.activeUntil, seen.readAt)
  insert(instants, seen.askedUntil, seen.readAt)
  for (let no = 0; no < engine.timed; no++) {
    const atom = engine.leaves[no]
    if (atom) insert(instants, Math.abs(standingOf(seen, atom, no)), seen.readAt)
  }
  return instants
}

function insert(into: number[], instant: number, at: number): void {
  if (instant <= at || instant === Number.POSITIVE_INFINITY) return
  let i = into.length
  for (; i > 0; i--) {
    const before = into[i - 1] ?? 0
    if (before <= instant) break
    into[i] = before
  }
  into[i] = instant
}

/** Fading points, and those that leave a window, change at the start of a day. */
function daysOfChange({ member, readAt }: Look, { fading }: Engine): number[] {
  const days: number[] = []
  let last = 0
  for (const rule of fading) last = Math.max(last, rule.lastChange(member))
  for (let day = dayOf(readAt) + 1; day <= last; day++) days.push(day * DAY)
  return days
}

/** The first instant that differs, where all after it do too: what has faded stays so. */
function firstOf(instants: readonly number[], isOther: (instant: number) => boolean): number | null {
  let low = 0
  let high = instants.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isOther(instants[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return instants[low] ?? null
}

function differs(a: Verdict, b: Verdict): boolean {
  return (
    a.qualified !== b.qualified ||
    a.sales !== b.sales ||
    a.tier !== b.tier ||
    a.active !== b.active ||
    a.flags !== b.flags
  )
}

import { DAY } from '../wire/limits.ts'
import type { Engine } from './engine.ts'
import type { CompiledRule } from './rule.ts'
import { activeUntil, askedUntil, judge, type Verdict } from './score.ts'
import { dayOf } from './time.ts'
import type { AccountDoc, Evaluation, MemberDoc } from './types.ts'

/** Score, tier and flags of a member at an instant, and the next instant at which time alone changes them. */
export function evaluate(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Evaluation {
  const verdict = judge(member, account, engine, at)
  return {
    score: verdict.score,
    tier: engine.tiers[verdict.tier]?.name ?? '',
    qualified: verdict.qualified,
    sales: verdict.sales,
    active: verdict.active,
    activated: verdict.activated,
    flags: verdict.flags,
    nextChangeAt: nextChange(verdict, { member, account, at }, engine),
  }
}

type Asked = { readonly member: MemberDoc; readonly account: AccountDoc; readonly at: number }

/**
 * Time alone changes a leaf at most once, and fading points at the start of a day; so the instants worth a look are
 * known. The first at which the verdict differs is the answer.
 */
function nextChange(now: Verdict, asked: Asked, engine: Engine): number | null {
  const { member, account } = asked
  if (engine.onlyFades && engine.oneLowTier && !now.qualified)
    return now.active ? activeUntil(member, engine) : null
  const instants = changes(asked, engine)
  const isOther = (instant: number): boolean => differs(now, judge(member, account, engine, instant))
  if (engine.onlyFades) return firstOf(instants, isOther)
  return instants.find(isOther) ?? null
}

function changes(asked: Asked, engine: Engine): number[] {
  const { member, account, at } = asked
  const instants: number[] = []
  push(instants, activeUntil(member, engine), at)
  push(instants, askedUntil(member, engine), at)
  for (const atom of engine.clocks) push(instants, atom.flipsAt(member, account, at), at)
  for (const rule of engine.fading) daysOfChange(rule, member, at, instants)
  return instants.sort((a, b) => a - b)
}

function push(into: number[], instant: number, at: number): void {
  if (instant > at && instant !== Number.POSITIVE_INFINITY) into.push(instant)
}

/** Fading points, and those that leave a window, change at the start of a day. */
function daysOfChange(rule: CompiledRule, member: MemberDoc, at: number, into: number[]): void {
  const last = rule.lastChange(member)
  for (let day = dayOf(at) + 1; day <= last; day++) into.push(day * DAY)
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

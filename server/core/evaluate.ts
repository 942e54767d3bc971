import type { Engine } from './engine.ts'
import { activeUntil, askedUntil, judge, type Verdict } from './score.ts'
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
    nextChangeAt: nextChange(verdict, { member, account, at }, engine),
  }
}

type Asked = { readonly member: MemberDoc; readonly account: AccountDoc; readonly at: number }

/**
 * Every leaf of every rule ends at most once by time alone, so the instants worth a look are those ends. The first at
 * which the verdict differs is the answer.
 */
function nextChange(now: Verdict, { member, account, at }: Asked, engine: Engine): number | null {
  if (!now.qualified && engine.onlyFades) return now.active ? activeUntil(member, engine) : null
  for (const endAt of endings(member, engine, at))
    if (differs(now, judge(member, account, engine, endAt))) return endAt
  return null
}

function endings(member: MemberDoc, engine: Engine, at: number): number[] {
  const ends = [activeUntil(member, engine), askedUntil(member, engine)]
  for (const rule of engine.rules) for (const atom of rule.test.atoms) ends.push(atom.endsAt(member, at))
  return ends.filter((end) => end > at && end !== Number.POSITIVE_INFINITY).sort((a, b) => a - b)
}

function differs(a: Verdict, b: Verdict): boolean {
  return a.qualified !== b.qualified || a.sales !== b.sales || a.tier !== b.tier || a.active !== b.active
}

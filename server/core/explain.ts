import type { Engine } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { heatOf } from './heat.ts'
import { ledgerOf } from './ledger.ts'
import { type Look, look } from './look.ts'
import { missingOf } from './missing.ts'
import { inAppRouteOf } from './route.ts'
import type { AccountDoc, Evaluation, Explanation, MemberDoc } from './types.ts'

/** The same verdict as `evaluate`, with its reasons: the lines sum exactly to the score. */
export function explain(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Explanation {
  const seen = look(member, account, engine, at)
  const now = evaluate(member, account, engine, at)
  const { score, tier, qualified, nextChangeAt } = now
  return {
    score,
    tier,
    qualified,
    ledger: ledgerOf(seen, engine),
    missing: missingOf(seen, now, engine),
    nextChangeAt,
    dropsAt: dropsAt(seen, now, engine),
    heat: heatOf({ member, account, at }, now, engine),
    inApp:
      now.sales && seen.askedUntil <= at
        ? (inAppRouteOf({ type: 'pql', champion: member, account, at }, engine)?.label ?? null)
        : null,
  }
}

/** From change to change, until the qualification ends. */
function dropsAt({ member, account }: Look, now: Evaluation, engine: Engine): number | null {
  if (!now.qualified) return null
  let next = now
  while (next.qualified && next.nextChangeAt !== null) {
    const changed = evaluate(member, account, engine, next.nextChangeAt)
    if (!changed.qualified) return next.nextChangeAt
    next = changed
  }
  return null
}

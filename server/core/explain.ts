import type { Engine } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { type Asked, ledgerOf } from './ledger.ts'
import { missingOf } from './missing.ts'
import type { AccountDoc, Evaluation, Explanation, MemberDoc } from './types.ts'

/** The same verdict as `evaluate`, with its reasons: the lines sum exactly to the score. */
export function explain(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Explanation {
  const asked = { member, account, at }
  const now = evaluate(member, account, engine, at)
  const { score, tier, qualified, nextChangeAt } = now
  return {
    score,
    tier,
    qualified,
    ledger: ledgerOf(asked, engine),
    missing: missingOf(asked, now, engine),
    nextChangeAt,
    dropsAt: dropsAt(asked, now, engine),
  }
}

/** From change to change, until the qualification ends. */
function dropsAt({ member, account }: Asked, now: Evaluation, engine: Engine): number | null {
  if (!now.qualified) return null
  let next = now
  while (next.qualified && next.nextChangeAt !== null) {
    const changed = evaluate(member, account, engine, next.nextChangeAt)
    if (!changed.qualified) return next.nextChangeAt
    next = changed
  }
  return null
}

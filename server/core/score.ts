import type { Engine } from './engine.ts'
import type { Look } from './look.ts'
import { worthOf } from './rule.ts'

/** What is true of a member at an instant. `tier` is an index into the engine's tiers. */
export type Verdict = {
  score: number
  tier: number
  qualified: boolean
  /** Belongs with sales: qualified into one of its tiers, or asked. */
  sales: boolean
  active: boolean
  /** Which of the conditions that the account counts hold: one bit each. */
  flags: number
}

export function newVerdict(): Verdict {
  return { score: 0, tier: 0, qualified: false, sales: false, active: false, flags: 0 }
}

/** Points before the caps, by family. The list is the engine's: it holds until the next call. */
export function tally(look: Look, engine: Engine): readonly number[] {
  const { points } = engine.desk
  points.fill(0)
  for (const rule of engine.rules) {
    const worth = worthOf(rule, look)
    if (worth !== 0) points[rule.family] = (points[rule.family] ?? 0) + worth
  }
  return points
}

/**
 * What is left of points by family after their caps, the factors of fit and the cap of all: integer hundredths. The
 * verdict is written into `verdict`.
 */
export function judge(look: Look, engine: Engine, verdict: Verdict): Verdict {
  const points = tally(look, engine)
  let score = 0
  let families = 0
  for (let i = 0; i < points.length; i++) {
    const capped = Math.min(points[i] ?? 0, engine.families[i]?.cap ?? 0)
    score += capped
    if (capped > 0) families++
  }
  for (const { test, times } of engine.factors) if (test.holds(look)) score = multiplied(score, times)
  score = Math.min(score, engine.cap)
  const active = look.at < look.activeUntil
  const asked = look.at < look.askedUntil
  const { qualify } = engine.model
  const earned =
    score >= engine.qualifyScore &&
    families >= qualify.families &&
    active &&
    (look.activated || !qualify.activated) &&
    fits(look, engine)
  verdict.score = score
  verdict.qualified = earned || asked
  verdict.tier = tierOf(score, verdict.qualified, engine)
  verdict.sales = asked || (earned && engine.tiers[verdict.tier]?.sales === true)
  verdict.active = active
  verdict.flags = flagsOf(look, engine)
  return verdict
}

export const multiplied = (score: number, times: number): number => Math.round(score * times) + 0

function fits(look: Look, { required }: Engine): boolean {
  for (const { test } of required) if (!test.holds(look)) return false
  return true
}

function flagsOf(look: Look, { flags }: Engine): number {
  let bits = 0
  for (let i = 0; i < flags.length; i++) if (flags[i]?.holds(look)) bits |= 1 << i
  return bits
}

/** What the score says, asking or not; whoever is not qualified is below the qualifying score. */
function tierOf(score: number, qualified: boolean, { tiers, lowTier }: Engine): number {
  let byScore = 0
  while (byScore < tiers.length - 1 && score < (tiers[byScore]?.from ?? 0)) byScore++
  return qualified ? byScore : Math.max(byScore, lowTier)
}

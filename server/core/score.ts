import type { Engine } from './engine.ts'
import { countOf, lastAtOf } from './member.ts'
import { ACTIVE } from './signals.ts'
import type { AccountDoc, MemberDoc } from './types.ts'

/** What is true of a member at an instant. `tier` is an index into the engine's tiers. */
export type Verdict = {
  readonly score: number
  readonly tier: number
  readonly qualified: boolean
  /** Belongs with sales: qualified into one of its tiers, or asked. */
  readonly sales: boolean
  readonly active: boolean
  readonly activated: boolean
}

/** Points by family before the caps, over the rules that hold. `onRule` hears of each of them. */
export function tally(
  { member, account, at }: { member: MemberDoc; account: AccountDoc; at: number },
  engine: Engine,
  onRule?: (index: number) => void,
): number[] {
  const points = engine.families.map(() => 0)
  for (let i = 0; i < engine.rules.length; i++) {
    const rule = engine.rules[i]
    if (!rule?.test.holds(member, account, at)) continue
    points[rule.family] = (points[rule.family] ?? 0) + rule.points
    onRule?.(i)
  }
  return points
}

/** The one place where points become a verdict; `evaluate` and `explain` both stand on it. */
export function judge(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Verdict {
  const points = tally({ member, account, at }, engine)
  let score = 0
  let families = 0
  for (let i = 0; i < points.length; i++) {
    const capped = Math.min(points[i] ?? 0, engine.families[i]?.cap ?? 0)
    score += capped
    if (capped > 0) families++
  }
  const active = at < activeUntil(member, engine)
  const activated = isActivated(member, engine)
  const asked = at < askedUntil(member, engine)
  const { qualify } = engine.model
  const earned =
    score >= engine.qualifyScore &&
    families >= qualify.families &&
    active &&
    (activated || !qualify.activated)
  const qualified = earned || asked
  const tier = tierOf(score, qualified, engine)
  return {
    score,
    tier,
    qualified,
    sales: asked || (earned && engine.tiers[tier]?.sales === true),
    active,
    activated,
  }
}

/** What the score says, asking or not; whoever is not qualified is below the qualifying score. */
function tierOf(score: number, qualified: boolean, { tiers, lowTier }: Engine): number {
  let byScore = 0
  while (byScore < tiers.length - 1 && score < (tiers[byScore]?.from ?? 0)) byScore++
  return qualified ? byScore : Math.max(byScore, lowTier)
}

export function isActivated(member: MemberDoc, engine: Engine): boolean {
  return engine.activation.some((signal) => countOf(member, signal) > 0)
}

/** The instant from which the member is active no longer; 0 = never was. */
export function activeUntil(member: MemberDoc, engine: Engine): number {
  const lastAt = lastAtOf(member, ACTIVE)
  return lastAt === 0 ? 0 : lastAt + engine.activeWithin
}

/** The instant from which a request to talk to sales no longer qualifies by itself; 0 = never asked. */
export function askedUntil(member: MemberDoc, engine: Engine): number {
  const lastAt = lastAtOf(member, 'hand-raise')
  return lastAt === 0 ? 0 : lastAt + engine.activeWithin
}

import type { Engine } from './engine.ts'
import { countOf, lastAtOf } from './member.ts'
import { worthOf } from './rule.ts'
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
  /** Which of the conditions that the account counts hold: one bit each. */
  readonly flags: number
}

/** Points before the caps, by family. The list is the engine's: it holds until the next call. */
export function tally(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): readonly number[] {
  const points = engine.scratch
  points.fill(0)
  for (const rule of engine.rules) {
    const worth = worthOf(rule, member, account, at)
    if (worth !== 0) points[rule.family] = (points[rule.family] ?? 0) + worth
  }
  return points
}

/** What is left of points by family after their caps, the factors of fit and the cap of all: integer hundredths. */
export function judge(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Verdict {
  const points = tally(member, account, engine, at)
  let score = 0
  let families = 0
  for (let i = 0; i < points.length; i++) {
    const capped = Math.min(points[i] ?? 0, engine.families[i]?.cap ?? 0)
    score += capped
    if (capped > 0) families++
  }
  for (const { test, times } of engine.factors)
    if (test.holds(member, account, at)) score = multiplied(score, times)
  score = Math.min(score, engine.cap)
  const active = at < activeUntil(member, engine)
  const activated = isActivated(member, engine)
  const asked = at < askedUntil(member, engine)
  const { qualify } = engine.model
  const earned =
    score >= engine.qualifyScore &&
    families >= qualify.families &&
    active &&
    (activated || !qualify.activated) &&
    fits(member, account, engine, at)
  const qualified = earned || asked
  const tier = tierOf(score, qualified, engine)
  return {
    score,
    tier,
    qualified,
    sales: asked || (earned && engine.tiers[tier]?.sales === true),
    active,
    activated,
    flags: flagsOf(member, account, engine, at),
  }
}

export const multiplied = (score: number, times: number): number => Math.round(score * times) + 0

function fits(member: MemberDoc, account: AccountDoc, { required }: Engine, at: number): boolean {
  for (const { test } of required) if (!test.holds(member, account, at)) return false
  return true
}

function flagsOf(member: MemberDoc, account: AccountDoc, { flags }: Engine, at: number): number {
  let bits = 0
  for (let i = 0; i < flags.length; i++) if (flags[i]?.holds(member, account, at)) bits |= 1 << i
  return bits
}

/** What the score says, asking or not; whoever is not qualified is below the qualifying score. */
function tierOf(score: number, qualified: boolean, { tiers, lowTier }: Engine): number {
  let byScore = 0
  while (byScore < tiers.length - 1 && score < (tiers[byScore]?.from ?? 0)) byScore++
  return qualified ? byScore : Math.max(byScore, lowTier)
}

export function isActivated(member: MemberDoc, engine: Engine): boolean {
  for (const signal of engine.activation) if (countOf(member, signal) > 0) return true
  return false
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

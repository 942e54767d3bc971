import type { Condition } from '../wire/condition.ts'
import type { Model, Route } from '../wire/model.ts'
import { type AccountTest, compileAccountTest } from './account-test.ts'
import { type Atom, type Standing, UNREAD } from './atom.ts'
import { type Calendar, calendarOf } from './business-hours.ts'
import { compileCondition, type Leaves, type Test } from './condition.ts'
import { leavesOf, mayBegin } from './condition-parts.ts'
import { type Desk, newDesk } from './desk.ts'
import { activationOf, type Plan, planOf } from './plan.ts'
import { own } from './register.ts'
import { type CompiledRule, compileRule, hundredths } from './rule.ts'
import { spanAfter } from './time.ts'

export type CompiledFamily = { readonly name: string; readonly cap: number }

/** Bands of the score, highest first. */
export type CompiledTier = { readonly name: string; readonly from: number; readonly sales: boolean }

/** Who the product is for. */
type CompiledFit = { readonly id: string; readonly label: string; readonly test: Test }
type CompiledFactor = CompiledFit & { readonly times: number }

/** How accounts are judged, besides the share of their active users. */
type CompiledAccount = {
  readonly when: AccountTest | null
  readonly rules: readonly { readonly label: string; readonly points: number; readonly test: AccountTest }[]
  readonly score: number | null
}

/** A number of users at which rules of users begin to hold: crossing it concerns everybody. */
export type Watch = { readonly users: 'known' | 'active'; readonly atLeast: number }

/** A model as plain functions and tables. Opaque to the other rooms but for `model`, `version` and `plan`. */
export type Engine = {
  readonly model: Model
  readonly version: number
  /** Hash of what profiles depend on: another one means that they must be folded anew. */
  readonly plan: string
  readonly measures: Plan
  readonly rules: readonly CompiledRule[]
  readonly families: readonly CompiledFamily[]
  readonly tiers: readonly CompiledTier[]
  readonly cap: number
  readonly required: readonly CompiledFit[]
  readonly factors: readonly CompiledFactor[]
  readonly account: CompiledAccount
  /** Conditions for which each member's summary carries a flag, for the account to count. */
  readonly flags: readonly Test[]
  readonly watches: readonly Watch[]
  /** The leaves of all conditions by number: those that decide, then the routes'. */
  readonly leaves: readonly Atom[]
  /** How many of them decide. */
  readonly timed: number
  /** What has been read of a member before the first leaf: as many times `UNREAD`. */
  readonly unread: readonly Standing[]
  /** The rules whose points fade or leave a window. */
  readonly fading: readonly CompiledRule[]
  readonly desk: Desk
  /** Conditions of the routes, in their order; null = none. */
  readonly routes: readonly (Test | null)[]
  /** How many of them decide whether a lead opens: up to the last one without leads. Their conditions are flags, too. */
  readonly guarded: number
  /** Whether passing time can only take away: no negative points, nothing denied or missed. */
  readonly onlyFades: boolean
  /** Whether, besides, whoever is not qualified has but one tier to be in. */
  readonly oneLowTier: boolean
  /** The tier of whoever is not qualified: the highest below the qualifying score. */
  readonly lowTier: number
  readonly qualifyScore: number
  readonly activeWithin: number
  readonly coolDown: number
  /** Signals of which one occurrence activates. */
  readonly activation: readonly string[]
  readonly calendar: Calendar
}

/** Compiles a model that `checkModel` found no problem in. */
export function compile(model: Model, version: number): Engine {
  const families = [...new Set(model.rules.map((rule) => rule.family))]
  const tiers = model.tiers.map(({ name, from, sales }) => ({
    name,
    from: hundredths(from),
    sales: sales === true,
  }))
  const qualifyScore = hundredths(model.qualify.score)
  const low = tiers.findIndex((tier) => tier.from < qualifyScore)
  const flags: Test[] = []
  const leaves: Atom[] = []
  const measures = planOf(model)
  const rules = model.rules.map((rule) => compileRule(rule, families.indexOf(rule.family), leaves))
  const fit = fitOf(model, leaves)
  const account = accountOf(model, flags, leaves)
  const guarded = guardedOf(model)
  const routeTest = ({ when }: Route): Test | null => (when ? compileCondition(when, leaves) : null)
  const guards = model.routes.slice(0, guarded).map(routeTest)
  flags.push(...guards.filter((test) => test !== null))
  const timed = leaves.length
  const routes = [...guards, ...model.routes.slice(guarded).map(routeTest)]
  return {
    model,
    version,
    plan: measures.hash,
    measures,
    rules,
    families: families.map((name) => ({ name, cap: capOf(own(model.families, name)?.cap) })),
    tiers,
    cap: capOf(model.cap),
    ...fit,
    account,
    flags,
    watches: watchesOf(model),
    leaves,
    timed,
    unread: leaves.map(() => UNREAD),
    fading: rules.filter((rule) => !rule.isPlain),
    desk: newDesk(families.length),
    routes,
    guarded,
    onlyFades: onlyFades(model),
    oneLowTier: tiers.filter((tier) => tier.from < qualifyScore).length <= 1 && flags.length === 0,
    lowTier: low < 0 ? tiers.length - 1 : low,
    qualifyScore,
    activeWithin: spanAfter(model.qualify.activeWithin),
    coolDown: spanAfter(model.coolDown),
    activation: activationOf(model),
    calendar: calendarOf(model.businessHours),
  }
}

const capOf = (cap: number | undefined): number =>
  cap === undefined ? Number.POSITIVE_INFINITY : hundredths(cap)

function fitOf({ fit }: Model, leaves: Leaves): Pick<Engine, 'required' | 'factors'> {
  const compiled = <T extends { readonly when: Parameters<typeof compileCondition>[0] }>(one: T) => ({
    ...one,
    test: compileCondition(one.when, leaves),
  })
  return {
    required: (fit?.required ?? []).map(compiled),
    factors: (fit?.factors ?? []).map(compiled),
  }
}

function accountOf(
  { account: { when, rules = [], score } }: Model,
  flags: Test[],
  leaves: Leaves,
): CompiledAccount {
  const countWho = (who: Parameters<typeof compileCondition>[0]): number =>
    flags.push(compileCondition(who, leaves)) - 1
  return {
    when: when ? compileAccountTest(when, countWho, 'who did it') : null,
    rules: rules.map((rule) => ({
      label: rule.label,
      points: hundredths(rule.points),
      test: compileAccountTest(rule.when, countWho, rule.label),
    })),
    score: score === undefined ? null : hundredths(score),
  }
}

/** How many routes there are up to the last one without leads. */
export const guardedOf = ({ routes }: Pick<Model, 'routes'>): number =>
  routes.findLastIndex(({ lead }) => lead === false) + 1

/** The conditions that decide about a user: by rules, by fit, and by routes whether a lead opens. */
function decisive(model: Model): Condition[] {
  const { rules, fit, routes } = model
  const all = [
    ...rules,
    ...(fit?.required ?? []),
    ...(fit?.factors ?? []),
    ...routes.slice(0, guardedOf(model)),
  ]
  return all.flatMap(({ when }) => when ?? [])
}

function watchesOf(model: Model): Watch[] {
  const byLeaves = decisive(model)
    .flatMap(leavesOf)
    .flatMap((leaf): Watch[] => {
      if (!('users' in leaf) || leaf.users === 'qualified') return []
      return [{ users: leaf.users === 'all' ? 'known' : 'active', atLeast: leaf.atLeast }]
    })
  const bounds = model.routes
    .slice(0, guardedOf(model))
    .flatMap((route) => [route.usersAtLeast, route.usersBelow])
  return [
    ...byLeaves,
    ...bounds.flatMap((atLeast): Watch[] => (atLeast === undefined ? [] : [{ users: 'known', atLeast }])),
  ]
}

function onlyFades(model: Model): boolean {
  const { rules, fit, account } = model
  const conditions = [
    ...decisive(model),
    ...(account.rules ?? []).map(({ when }) => when),
    ...(account.when ? [account.when] : []),
  ]
  const factors = fit?.factors ?? []
  return (
    rules.every(({ points }) => points >= 0) &&
    factors.every(({ times }) => times >= 1) &&
    !conditions.some(mayBegin)
  )
}

import type { Model } from '../wire/model.ts'
import { hash } from './bucket.ts'
import { type Calendar, calendarOf } from './business-hours.ts'
import { compileCondition, hasNot, leavesOf, type Test } from './condition.ts'
import { matches } from './match.ts'
import { own } from './register.ts'
import { SIGNALS } from './signals.ts'
import { spanAfter, spanDays } from './time.ts'
import type { EventEntry } from './types.ts'

/** A rule, its points in hundredths and its family's place in `Engine.families`. */
export type CompiledRule = {
  readonly id: string
  readonly family: number
  readonly points: number
  readonly test: Test
}

export type CompiledFamily = { readonly name: string; readonly cap: number }

/** Bands of the score, highest first. */
export type CompiledTier = { readonly name: string; readonly from: number; readonly sales: boolean }

/** A model as plain functions and tables. Opaque to the other rooms but for `model`, `version` and `plan`. */
export type Engine = {
  readonly model: Model
  readonly version: number
  /** Hash of what profiles depend on: mappings, windows and the traits used. Points and thresholds are not in it. */
  readonly plan: string
  /** The widest window in days. */
  readonly horizon: number
  readonly signalsOf: (event: Pick<EventEntry, 'type' | 'name' | 'properties'>) => readonly string[]
  /** Trait names that rules use: never dropped from a profile. */
  readonly traits: ReadonlySet<string>
  readonly rules: readonly CompiledRule[]
  readonly families: readonly CompiledFamily[]
  readonly tiers: readonly CompiledTier[]
  /** Whether passing time can only take away from who is not qualified: no negative points, no "not", one tier below. */
  readonly onlyFades: boolean
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
  const leaves = model.rules.flatMap((rule) => leavesOf(rule.when))
  const windows = leaves.flatMap((leaf) => ('within' in leaf && leaf.within ? [spanDays(leaf.within)] : []))
  const horizon = Math.max(1, ...windows)
  const traits = [...new Set(leaves.flatMap((leaf) => ('trait' in leaf ? [leaf.trait] : [])))].sort()
  const mapping = mappingOf(model)
  const families = [...new Set(model.rules.map((rule) => rule.family))]
  const tiers = model.tiers.map((tier) => ({
    ...tier,
    from: hundredths(tier.from),
    sales: tier.sales === true,
  }))
  const qualifyScore = hundredths(model.qualify.score)
  const last = tiers.length - 1
  return {
    model,
    version,
    plan: hash(JSON.stringify([horizon, traits, [...mapping].sort(byName)])).toString(36),
    horizon,
    signalsOf: signalFinder(mapping),
    traits: new Set(traits),
    rules: model.rules.map((rule) => ({
      id: rule.id,
      family: families.indexOf(rule.family),
      points: hundredths(rule.points),
      test: compileCondition(rule.when),
    })),
    families: families.map((name) => ({ name, cap: capOf(model, name) })),
    tiers,
    onlyFades:
      model.rules.every((rule) => rule.points >= 0 && !hasNot(rule.when)) &&
      tiers.filter((tier) => tier.from < qualifyScore).length <= 1,
    lowTier: atOr(
      tiers.findIndex((tier) => tier.from < qualifyScore),
      last,
    ),
    qualifyScore,
    activeWithin: spanAfter(model.qualify.activeWithin),
    coolDown: spanAfter(model.coolDown),
    activation: model.signals['activation']?.length ? ['activation'] : ['activation', 'core'],
    calendar: calendarOf(model.businessHours),
  }
}

/** Decimal points as integer hundredths. */
export function hundredths(points: number): number {
  return Math.round(points * 100)
}

const atOr = (index: number, otherwise: number): number => (index < 0 ? otherwise : index)

function capOf(model: Model, family: string): number {
  const cap = own(model.families, family)?.cap
  return cap === undefined ? Number.POSITIVE_INFINITY : hundredths(cap)
}

/** Signals by event name, or by path pattern for what begins with `/`. */
function mappingOf(model: Model): Map<string, string[]> {
  const mapping = new Map<string, string[]>()
  for (const [signal, names] of [...Object.entries(SIGNALS), ...Object.entries(model.signals)])
    for (const name of names) {
      const signals = mapping.get(name) ?? []
      if (!signals.includes(signal)) mapping.set(name, [...signals, signal].sort())
    }
  return mapping
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1

const NONE: readonly string[] = []

function signalFinder(mapping: ReadonlyMap<string, readonly string[]>): Engine['signalsOf'] {
  const patterns = [...mapping].filter(([name]) => name.startsWith('/'))
  const names = new Map([...mapping].filter(([name]) => !name.startsWith('/')))
  return (event) => {
    if (event.type === 'track') return names.get(event.name) ?? NONE
    if (event.type !== 'page' || patterns.length === 0) return NONE
    const path = event.properties['path']
    if (typeof path !== 'string') return NONE
    return [...new Set(patterns.flatMap(([pattern, signals]) => (matches(pattern, path) ? signals : [])))]
  }
}

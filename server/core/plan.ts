import type { Condition, Leaf } from '../wire/condition.ts'
import type { Model, Rule } from '../wire/model.ts'
import { hash } from './bucket.ts'
import { leavesOf } from './condition-parts.ts'
import { countedOf, limitReached, vouchedFor } from './counted.ts'
import { fadeDays } from './decay.ts'
import { matches } from './match.ts'
import {
  type Bounds,
  type Counted,
  keyOf,
  type MeasureSpec,
  NO_BOUNDS,
  room,
  specOf,
  wider,
} from './measure-spec.ts'
import { hasOccurrences, pacedLeaf } from './pace.ts'
import { ACTIVE, isActivity, SIGNALS } from './signals.ts'
import { spanDays } from './time.ts'
import type { EventEntry } from './types.ts'

/**
 * What profiles depend on: mappings, filters, windows and the traits used. Points and thresholds are not in it, so
 * changing them only evaluates anew.
 */
export type Plan = {
  readonly hash: string
  readonly signalsOf: (event: Pick<EventEntry, 'type' | 'name' | 'properties'>) => readonly string[]
  readonly specsOf: (event: EventEntry) => readonly MeasureSpec[]
  /** Everything that profiles count, by its key, with the events that are counted: equal texts mean the same ones. */
  readonly counted: ReadonlyMap<string, { readonly spec: MeasureSpec; readonly names: string }>
  /** The keys of those that keep days. */
  readonly daily: readonly string[]
  /** Trait names that the model looks at: never dropped from a profile. */
  readonly traits: ReadonlySet<string>
}

/** How many instants a step of a sequence keeps at each end. */
const INSTANTS = 16
const VALUES = 32
/** Of the first days after something, the oldest ones are kept: room for those before it, too. */
const EARLY_DAYS = 32

export function planOf(model: Model): Plan {
  const wanted = new Map<string, { readonly counted: Counted; bounds: Bounds }>()
  const want = (counted: Counted, bounds: Partial<Bounds> = {}): void => {
    const key = keyOf(counted)
    const before = wanted.get(key)?.bounds ?? NO_BOUNDS
    wanted.set(key, { counted, bounds: wider(before, { ...NO_BOUNDS, ...bounds }) })
  }
  const signals = [ACTIVE, ...new Set([...Object.keys(SIGNALS), ...Object.keys(model.signals)])]
  for (const signal of signals) want({ signal })
  for (const signal of activationOf(model)) want({ signal }, { first: true })
  const conditions = conditionsOf(model)
  for (const condition of conditions) for (const leaf of leavesOf(condition)) wantLeaf(leaf, want)
  for (const rule of model.rules) wantPace(rule, want)
  const specs = Map.groupBy(wanted.values(), ({ counted }) => counted.signal)
  const bySignal = new Map(
    [...specs].map(([signal, all]) => [signal, all.map((one) => specOf(one.counted, one.bounds))]),
  )
  const daily = [...wanted].flatMap(([key, { bounds }]) => (bounds.horizon > 0 ? [key] : []))
  const mapping = mappingOf(model)
  const signalsOf = signalFinder(mapping)
  const traits = traitsOf(conditions)
  const ingredients = [
    [...mapping].sort(byName),
    [...wanted].sort(byName).map(([key, { bounds }]) => [key, bounds]),
    traits,
  ]
  return {
    hash: hash(JSON.stringify(ingredients)).toString(36),
    signalsOf,
    specsOf: specFinder(signalsOf, bySignal),
    counted: new Map(
      [...bySignal].flatMap(([signal, all]) =>
        all.map((spec) => [spec.key, { spec, names: namesOf(signal, mapping) }] as const),
      ),
    ),
    daily,
    traits: new Set(traits),
  }
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1

/** Signals of which one occurrence activates. */
export function activationOf({ signals }: Model): string[] {
  return signals['activation']?.length ? ['activation'] : ['activation', 'core']
}

/** Every condition of the model, those about users in the account's included. */
function conditionsOf({ rules, fit, account, routes }: Model): Condition[] {
  const all = [
    ...rules,
    ...(fit?.required ?? []),
    ...(fit?.factors ?? []),
    ...(account.rules ?? []),
    ...routes,
  ]
  return [...all.flatMap(({ when }) => when ?? []), ...(account.when ? [account.when] : [])]
}

type Want = (counted: Counted, bounds?: Partial<Bounds>) => void

/** What a leaf needs to have been counted. */
function wantLeaf(leaf: Leaf, want: Want): void {
  if ('sequence' in leaf)
    for (const step of leaf.sequence)
      want(typeof step === 'string' ? { signal: step } : step, { instants: INSTANTS })
  else if ('afterLimit' in leaf) {
    want(countedOf(leaf), { instants: room(leaf.atLeast, INSTANTS) })
    want(limitReached(leaf.afterLimit), { instants: INSTANTS })
  } else if ('count' in leaf || 'sum' in leaf || 'days' in leaf || 'distinct' in leaf) {
    const window = leaf.within === undefined ? 0 : spanDays(leaf.within)
    const early = 'after' in leaf && leaf.after !== undefined ? Math.max(2 * window, EARLY_DAYS) : 0
    const values = 'distinct' in leaf ? room(leaf.atLeast, VALUES) : 0
    want(countedOf(leaf), { horizon: 'distinct' in leaf ? 0 : window, early, values })
    if ('after' in leaf && leaf.after !== undefined) want(vouchedFor(leaf.after))
  } else if ('recent' in leaf || 'absent' in leaf) want(countedOf(leaf))
}

/** Fading points need their days for as long as they fade. */
function wantPace({ when, each, decay }: Rule, want: Want): void {
  const paced = each && decay ? pacedLeaf(when) : null
  if (paced && decay && hasOccurrences(paced) && !('distinct' in paced))
    want(countedOf(paced), { horizon: fadeDays(decay) })
}

function traitsOf(conditions: readonly Condition[]): string[] {
  const names = conditions.flatMap(leavesOf).flatMap((leaf) => {
    if ('trait' in leaf) return [leaf.trait]
    return 'emailDomain' in leaf ? ['email'] : []
  })
  return [...new Set(names)].sort()
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

/** Which events make a signal, in one text. */
const namesOf = (signal: string, mapping: ReadonlyMap<string, readonly string[]>): string =>
  JSON.stringify([...mapping].flatMap(([name, signals]) => (signals.includes(signal) ? [name] : [])).sort())

const NONE: readonly string[] = []

function signalFinder(mapping: ReadonlyMap<string, readonly string[]>): Plan['signalsOf'] {
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

/** The measures that an event counts into; looked up once for each set of signals. */
function specFinder(
  signalsOf: Plan['signalsOf'],
  bySignal: ReadonlyMap<string, readonly MeasureSpec[]>,
): Plan['specsOf'] {
  const active = bySignal.get(ACTIVE) ?? []
  const known = new Map<
    readonly string[],
    readonly [idle: readonly MeasureSpec[], active: readonly MeasureSpec[]]
  >()
  return (event) => {
    const signals = signalsOf(event)
    let found = known.get(signals)
    if (!found) {
      const own = signals.flatMap((signal) => bySignal.get(signal) ?? [])
      found = [own, [...active, ...own]]
      if (event.type === 'track') known.set(signals, found)
    }
    return isActivity(event) ? found[1] : found[0]
  }
}

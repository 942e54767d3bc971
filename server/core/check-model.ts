import type { Condition } from '../wire/condition.ts'
import { Model } from '../wire/model.ts'
import { type Asked, checkCondition, checkSignal } from './check-condition.ts'
import { checkHandOff } from './check-hand-off.ts'
import { checkAccount, checkScore } from './check-qualify.ts'
import { checkRules } from './check-rules.ts'
import { checkShape, type ModelProblem, part } from './check-shape.ts'
import { edits, nearest } from './nearest.ts'
import { ACTIVE, isNamed, SIGNALS } from './signals.ts'
import { isGone, isOnTheWay, soundModel } from './sound-model.ts'
import type { Schema } from './wanted.ts'

export type { ModelProblem } from './check-shape.ts'

/** TypeBox types a schema by what it describes; it is plain JSON Schema. */
const SCHEMA = Model as unknown as Schema

/**
 * Every mistake in a model at once, in shape and in sense; none when it can be compiled. Takes whatever JSON it is
 * given.
 */
export function checkModel(given: unknown): ModelProblem[] {
  const shape = checkShape(given, SCHEMA)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return shape
  const sense = checkSense(soundModel(given, shape), shape)
  return [...shape, ...sense.filter(({ path }) => !shape.some((problem) => isOnTheWay(problem.path, path)))]
}

/** What is said of a part that has no shape is about its stand-in: the caller leaves it out. */
function checkSense(model: Model, shape: readonly ModelProblem[]): ModelProblem[] {
  const signals = [...new Set([ACTIVE, ...Object.keys(SIGNALS), ...Object.keys(model.signals)])]
  const isThere = (name: string): boolean => !isGone(name, shape)
  const isWhole = (...parts: string[]): boolean =>
    !parts.some((name) => shape.some(({ path }) => `${path}/`.startsWith(`${name}/`)))
  return [
    ...checkSignalNames(model),
    ...checkRules(model),
    ...(isThere('/signals') ? checkConditions(model, signals) : []),
    ...(isWhole('/rules', '/families', '/fit', '/cap', '/qualify', '/tiers') ? checkScore(model) : []),
    ...checkAccount(model),
    ...checkHandOff(model),
    ...model.routes.flatMap((route, i) =>
      route.signal === undefined || !isThere('/signals')
        ? []
        : checkSignal(route.signal, `/routes/${i}/signal`, signals),
    ),
  ]
}

/** Every condition, and whom it is about. */
function checkConditions(model: Model, signals: readonly string[]): ModelProblem[] {
  type Owner = { readonly when?: Condition }
  const check = (owner: Owner, at: string, about: Asked['about']): ModelProblem[] =>
    owner.when ? checkCondition(owner.when, { path: `${at}/when`, about, signals }) : []
  const all = (owners: readonly Owner[] = [], at: string, about: Asked['about'] = 'user'): ModelProblem[] =>
    owners.flatMap((owner, i) => check(owner, `${at}/${i}`, about))
  return [
    ...all(model.rules, '/rules'),
    ...all(model.fit?.required, '/fit/required'),
    ...all(model.fit?.factors, '/fit/factors'),
    ...all(model.account.rules, '/account/rules', 'account'),
    ...all(model.routes, '/routes'),
    ...check(model.account, '/account', 'account'),
  ]
}

function checkSignalNames(model: Model): ModelProblem[] {
  return Object.keys(model.signals).flatMap((name) => {
    const path = `/signals/${part(name)}`
    if (name === ACTIVE)
      return [{ path, given: name, wanted: 'nothing: every activity counts as active already' }]
    const isFine = /^[a-z0-9][a-z0-9-]*$/.test(name) && !(name in Object.prototype)
    if (!isFine) return [{ path, given: name, wanted: 'a name in lower case, digits and dashes' }]
    const meant = isNamed(name, model) ? null : mistyped(name)
    return meant === null
      ? []
      : [{ path, given: name, wanted: `a signal that something here counts, perhaps "${meant}"` }]
  })
}

/** What no condition counts is shown all the same, so only what nearly has a standard name is a slip. */
function mistyped(name: string): string | null {
  const meant = nearest(name, Object.keys(SIGNALS))
  if (meant === null || meant === name) return null
  return edits(name, meant) <= (name.length < LONG ? 1 : 2) ? meant : null
}

const LONG = 7

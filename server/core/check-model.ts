import type { Condition } from '../wire/condition.ts'
import { Model } from '../wire/model.ts'
import { type Asked, checkCondition, checkSignal } from './check-condition.ts'
import { checkHandOff } from './check-hand-off.ts'
import { checkAccount, checkScore } from './check-qualify.ts'
import { checkRules } from './check-rules.ts'
import { checkShape, type ModelProblem, part, type Schema } from './check-shape.ts'
import { BALANCED } from './presets.ts'
import { ACTIVE, SIGNALS } from './signals.ts'

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
  const model = withoutMisshapen(given, shape)
  return [...shape, ...checkSense(model, { given, shape })]
}

/** The parts that have a shape, so that their sense can be checked too; the others as in a model that has one. */
function withoutMisshapen(given: object, shape: readonly ModelProblem[]): Model {
  const parts = Object.keys(BALANCED).filter((name) => !isMisshapen(`/${name}`, shape))
  const sound: Model = {
    ...BALANCED,
    ...Object.fromEntries(parts.map((name) => [name, Reflect.get(given, name)])),
  }
  for (const name of ['fit', 'cap'] as const)
    if (!isMisshapen(`/${name}`, shape) && Object.hasOwn(given, name))
      Object.assign(sound, { [name]: Reflect.get(given, name) })
  return sound
}

const isMisshapen = (path: string, shape: readonly ModelProblem[]): boolean =>
  shape.some((problem) => problem.path === path || problem.path.startsWith(`${path}/`))

type Given = { readonly given: object; readonly shape: readonly ModelProblem[] }

function checkSense(model: Model, { given, shape }: Given): ModelProblem[] {
  const signals = [...new Set([ACTIVE, ...Object.keys(SIGNALS), ...Object.keys(model.signals)])]
  const isWhole = (...parts: string[]): boolean => !parts.some((name) => isMisshapen(name, shape))
  return [
    ...checkSignalNames(model),
    ...(isWhole('/rules', '/families') ? checkRules(model) : []),
    ...(isWhole('/signals') ? checkConditions(given, shape, signals) : []),
    ...(isWhole('/rules', '/families', '/fit', '/cap', '/qualify') ? checkScore(model) : []),
    ...checkAccount(model),
    ...(isWhole('/tiers', '/qualify') ? checkHandOff(model) : []),
    ...model.routes.flatMap((route, i) =>
      route.signal === undefined || !isWhole('/signals')
        ? []
        : checkSignal(route.signal, `/routes/${i}/signal`, signals),
    ),
  ]
}

/** Where conditions stand in a model, and whom they are about. */
const LISTS = [
  ['/rules', 'user'],
  ['/fit/required', 'user'],
  ['/fit/factors', 'user'],
  ['/account/rules', 'account'],
  ['/routes', 'user'],
] as const

/** Every condition that has a shape: a mistake beside it does not hide those in it. */
function checkConditions(
  given: object,
  shape: readonly ModelProblem[],
  signals: readonly string[],
): ModelProblem[] {
  const check = (owner: unknown, at: string, about: Asked['about']): ModelProblem[] => {
    const path = `${at}/when`
    const when = fieldOf(owner, 'when')
    const isSound = when !== undefined && !shape.some((problem) => isOnTheWay(problem.path, path))
    return isSound ? checkCondition(when as Condition, { path, about, signals }) : []
  }
  return [
    ...LISTS.flatMap(([list, about]) => {
      const items = list
        .split('/')
        .slice(1)
        .reduce(fieldOf, given as unknown)
      return Array.isArray(items) ? items.flatMap((item, i) => check(item, `${list}/${i}`, about)) : []
    }),
    ...check(fieldOf(given, 'account'), '/account', 'account'),
  ]
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined

/** Whether one path leads to the other. */
const isOnTheWay = (a: string, b: string): boolean =>
  `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)

function checkSignalNames({ signals }: Model): ModelProblem[] {
  return Object.keys(signals).flatMap((name) => {
    const path = `/signals/${part(name)}`
    if (name === ACTIVE)
      return [{ path, given: name, wanted: 'nothing: every activity counts as active already' }]
    const isFine = /^[a-z0-9][a-z0-9-]*$/.test(name) && !(name in Object.prototype)
    return isFine ? [] : [{ path, given: name, wanted: 'a name in lower case, digits and dashes' }]
  })
}

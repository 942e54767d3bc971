import type { Model } from '../wire/model.ts'
import { type ModelProblem, part } from './check-shape.ts'
import { BALANCED } from './presets.ts'

/** Whether one path leads to the other. */
export const isOnTheWay = (a: string, b: string): boolean =>
  `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)

type Fields = Readonly<Record<string, unknown>>
type Place = { readonly path: string; readonly shape: readonly ModelProblem[] }

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMisshapen = (path: string, shape: readonly ModelProblem[]): boolean =>
  shape.some((problem) => `${problem.path}/`.startsWith(`${path}/`))

/** The part itself, not only something in it. */
export const isGone = (path: string, shape: readonly ModelProblem[]): boolean =>
  shape.some((problem) => problem.path === path)

/** The fields that have a shape, with stand-ins for those that have none; what may be left out may. */
function fieldsOf(given: unknown, standIn: Fields, { path, shape }: Place): Fields {
  if (!isFields(given)) return standIn
  const isSound = ([name]: readonly [string, unknown]): boolean =>
    !isMisshapen(`${path}/${part(name)}`, shape)
  const missed = Object.entries(standIn).filter((entry) => !isSound(entry))
  return Object.fromEntries([...missed, ...Object.entries(given).filter(isSound)])
}

type StandIn = (i: number) => Fields

function itemsOf(given: unknown, standIn: StandIn, { path, shape }: Place): Fields[] {
  if (!Array.isArray(given)) return []
  return given.map((item, i) => fieldsOf(item, standIn(i), { path: `${path}/${i}`, shape }))
}

/** A record whose misshapen entries are empty ones: their names still count. */
function entriesOf(given: unknown, empty: unknown, { path, shape }: Place): Fields {
  if (!isFields(given)) return {}
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      isMisshapen(`${path}/${part(name)}`, shape) ? empty : value,
    ]),
  )
}

/** Holds for everybody, and asks for nothing that a model may lack. */
const ANY = { count: 'active', atLeast: 1 }
const NAMELESS = { label: '-', when: ANY }
/** No figure: it is neither above nor below another. */
const UNKNOWN = Number.NaN

const ruleAt: StandIn = (i) => ({
  ...NAMELESS,
  id: `~${i}`,
  family: `~${i}`,
  points: 0,
  each: true,
})
const fitAt: StandIn = (i) => ({ ...NAMELESS, id: `~fit-${i}`, times: 1 })
const tierAt: StandIn = (i) => ({ name: `~${i}`, label: '-', from: UNKNOWN })
const routeAt: StandIn = (i) => ({ id: `~${i}`, label: '-', to: '-', slaHours: 1 })
const accountRuleAt: StandIn = (i) => ({
  ...NAMELESS,
  id: `~${i}`,
  points: 0,
  when: { users: 'all', atLeast: 1 },
})

/**
 * A model of what has a shape in the given one, with stand-ins for the rest, so that all of its sense can be checked:
 * what is said of the paths of `shape` is about stand-ins.
 */
export function soundModel(given: object, shape: readonly ModelProblem[]): Model {
  const place = (path: string): Place => ({ path, shape })
  const fields: Fields = fieldsOf(given, BALANCED, place(''))
  const at = (name: string): unknown => Reflect.get(given, name)
  const inner = (outer: unknown, name: string): unknown => (isFields(outer) ? outer[name] : undefined)
  const list = (outer: string, name: string, standIn: StandIn): Fields => {
    const items: unknown = inner(at(outer), name)
    return Array.isArray(items) ? { [name]: itemsOf(items, standIn, place(`/${outer}/${name}`)) } : {}
  }
  const sound = {
    ...fields,
    signals: entriesOf(at('signals'), [], place('/signals')),
    families: entriesOf(at('families'), {}, place('/families')),
    rules: itemsOf(at('rules'), ruleAt, place('/rules')),
    tiers: itemsOf(at('tiers'), tierAt, place('/tiers')),
    routes: itemsOf(at('routes'), routeAt, place('/routes')),
    qualify: fieldsOf(at('qualify'), { ...BALANCED.qualify, score: UNKNOWN }, place('/qualify')),
    businessHours: fieldsOf(at('businessHours'), BALANCED.businessHours, place('/businessHours')),
    playbooks: entriesOf(at('playbooks'), { opener: '', steps: [] }, place('/playbooks')),
    fit: { ...list('fit', 'required', fitAt), ...list('fit', 'factors', fitAt) },
    account: {
      ...fieldsOf(at('account'), {}, place('/account')),
      ...list('account', 'rules', accountRuleAt),
    },
  }
  return sound as unknown as Model
}

import { nearest } from './nearest.ts'
import { alternatives, isRecord, kindOf, type Schema, wantedOf } from './wanted.ts'

/** One mistake: where (a JSON pointer), what stands there and what would be right. */
export type ModelProblem = { readonly path: string; readonly given: string; readonly wanted: string }

type Place = { readonly path: string; readonly defs: Readonly<Record<string, Schema>> }

/** Every way in which a value differs from its schema, said of the alternative that it comes closest to. */
export function checkShape(
  value: unknown,
  schema: Schema,
  place: Place = { path: '', defs: {} },
): ModelProblem[] {
  const defs = schema.$defs ? { ...place.defs, ...schema.$defs } : place.defs
  const here = { ...place, defs }
  if (schema.$ref !== undefined) {
    const referred = defs[schema.$ref]
    return referred ? checkShape(value, referred, here) : []
  }
  if (schema.anyOf) return checkAlternatives(value, schema.anyOf, here)
  if (schema.const !== undefined)
    return value === schema.const ? [] : [problem(here, value, JSON.stringify(schema.const))]
  if (schema.type === undefined) return []
  if (!kindOf(schema)[0](value)) return [{ path: here.path, given: quoted(value), wanted: wantedOf(schema) }]
  if (isRecord(value)) return checkObject(value, schema, here)
  if (Array.isArray(value)) return checkArray(value, schema, here)
  return isInside(value, schema) ? [] : [problem(here, value, wantedOf(schema))]
}

function problem({ path }: Place, value: unknown, wanted: string): ModelProblem {
  return { path, given: shown(value), wanted }
}

const SHOWN = 80

/** What stands there, as it is written; a long one is cut. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text
}

/** The same of another type than the wanted one: "5" is no number. */
const quoted = (value: unknown): string => shown(typeof value === 'string' ? JSON.stringify(value) : value)

/** A part of a pointer (RFC 6901). */
export const part = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, here: Place): ModelProblem[] {
  const { properties = {}, required = [], patternProperties } = schema
  const free = patternProperties && Object.values(patternProperties)[0]
  const problems = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({
      path: `${here.path}/${part(name)}`,
      given: 'nothing',
      wanted: wantedOf(properties[name]),
    }))
  for (const [name, inner] of Object.entries(value)) {
    const path = `${here.path}/${part(name)}`
    const known = Object.hasOwn(properties, name) ? properties[name] : free
    if (known) problems.push(...checkShape(inner, known, { ...here, path }))
    else problems.push({ path, given: name, wanted: nameWanted(name, Object.keys(properties)) })
  }
  return problems
}

function nameWanted(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === null ? `one of ${known.join(', ')}` : `a known name, perhaps "${near}"`
}

function checkArray(value: readonly unknown[], schema: Schema, here: Place): ModelProblem[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema
  const problems: ModelProblem[] = []
  if (value.length < minItems) problems.push(problem(here, value, `at least ${minItems} of them`))
  if (value.length > maxItems)
    problems.push({ path: here.path, given: `${value.length} of them`, wanted: `at most ${maxItems}` })
  if (items)
    for (const [i, item] of value.entries())
      problems.push(...checkShape(item, items, { ...here, path: `${here.path}/${i}` }))
  return problems
}

/** Whether a text or number keeps its bounds. */
function isInside(value: unknown, schema: Schema): boolean {
  if (typeof value === 'string') return isTextInside(value, schema)
  return typeof value !== 'number' || isNumberInside(value, schema)
}

function isTextInside(value: string, schema: Schema): boolean {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema
  const isLong = value.length >= minLength && value.length <= maxLength
  return isLong && (pattern === undefined || new RegExp(pattern).test(value))
}

function isNumberInside(
  value: number,
  { type, minimum, exclusiveMinimum, maximum, multipleOf }: Schema,
): boolean {
  return (
    (type !== 'integer' || Number.isInteger(value)) &&
    (minimum === undefined || value >= minimum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (maximum === undefined || value <= maximum) &&
    (multipleOf === undefined || Math.abs(value / multipleOf - Math.round(value / multipleOf)) < 1e-6)
  )
}

/** The alternative that shares the most names with the value is the one that was meant. */
function checkAlternatives(value: unknown, anyOf: readonly Schema[], here: Place): ModelProblem[] {
  const tried = anyOf.map((schema) => ({ schema, problems: checkShape(value, schema, here) }))
  if (tried.some(({ problems }) => problems.length === 0)) return []
  const [list] = Array.isArray(value) ? tried.filter(({ schema }) => schema.type === 'array') : []
  if (list) return list.problems
  const objects = isRecord(value) ? tried.filter(({ schema }) => schema.properties) : []
  if (objects.length === 0 || !isRecord(value)) return [problem(here, value, alternatives(anyOf))]
  const ranked = objects
    .map((one) => ({ ...one, rank: likeness(value, one.schema) }))
    .sort((a, b) => b.rank - a.rank || a.problems.length - b.problems.length)
  const [best] = ranked
  if (!best || best.rank === 0) return [unknownKind(value, anyOf, here)]
  const alike = ranked.filter((one) => one.rank === best.rank && one.problems.length === best.problems.length)
  const [one, other] = alike
  if (!one || !other) return best.problems
  const unknown = unknownNames(value, alike, here)
  if (unknown.length > 0) return unknown
  const mixed = mixedNames(value, [one, other], here)
  return mixed.length === best.problems.length ? mixed : best.problems
}

type Kinds = { readonly schema: Schema }

/** Where names of two kinds stand in one: what the second has alone, beside what the first has alone. */
function mixedNames(
  value: Readonly<Record<string, unknown>>,
  [one, other]: readonly [Kinds, Kinds],
  here: Place,
): ModelProblem[] {
  const lackedBy = ({ schema: { properties = {} } }: Kinds) =>
    Object.keys(value).filter((name) => !Object.hasOwn(properties, name))
  const wanted = `nothing beside ${lackedBy(other).join(', ')}`
  return lackedBy(one).map((name) => ({ path: `${here.path}/${part(name)}`, given: name, wanted }))
}

/** Where several kinds are equally likely: the names that none of them has. */
function unknownNames(
  value: Readonly<Record<string, unknown>>,
  alike: readonly Kinds[],
  here: Place,
): ModelProblem[] {
  const known = [...new Set(alike.flatMap(({ schema }) => Object.keys(schema.properties ?? {})))]
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: `${here.path}/${part(name)}`, given: name, wanted: nameWanted(name, known) }))
}

/** The name that a kind begins with counts most. */
function likeness(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [] }: Schema,
): number {
  const names = Object.keys(value)
  const [head] = required
  const shared = names.filter((name) => Object.hasOwn(properties, name)).length
  return (head !== undefined && Object.hasOwn(value, head) ? 100 : 0) + shared
}

function unknownKind(
  value: Readonly<Record<string, unknown>>,
  anyOf: readonly Schema[],
  here: Place,
): ModelProblem {
  const heads = [...new Set(anyOf.flatMap(({ required = [] }) => required.slice(0, 1)))]
  const [name = ''] = Object.keys(value)
  return {
    path: name === '' ? here.path : `${here.path}/${part(name)}`,
    given: name || '{}',
    wanted: nameWanted(name, heads),
  }
}

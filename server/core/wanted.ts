import { DOMAIN, SAYING } from '../wire/condition.ts'

/** The part of JSON Schema that the model's schema uses. */
export type Schema = {
  readonly type?: string
  /** Of a number: what it is, in a few words. */
  readonly title?: string
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: unknown
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

type Kind = readonly [fits: (value: unknown) => boolean, wanted: string]
const ANYTHING: Kind = [() => true, 'a value']
const KINDS: Readonly<Record<string, Kind>> = {
  object: [isRecord, 'an object: {...}'],
  array: [Array.isArray, 'a list: [...]'],
  string: [(value) => typeof value === 'string', 'a text'],
  number: [isNumber, 'a number'],
  integer: [isNumber, 'a whole number'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
}

export const kindOf = ({ type = '' }: Schema): Kind => KINDS[type] ?? ANYTHING

export const alternatives = (anyOf: readonly Schema[]): string =>
  [...new Set(anyOf.map(wantedOf))].join(' or ')

/** What a schema asks for, in a few words. */
export function wantedOf(schema: Schema | undefined): string {
  if (!schema) return 'a value'
  const { type, anyOf, $ref } = schema
  if ($ref !== undefined) return `a ${$ref.toLowerCase()}: {...}`
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (anyOf) return anyOf.every((one) => one.properties) ? 'one of its kinds' : alternatives(anyOf)
  if (type === 'string') return textWanted(schema)
  if (type === 'number' || type === 'integer') return numberWanted(schema)
  return kindOf(schema)[1]
}

function textWanted({ pattern, minLength = 0, maxLength }: Schema): string {
  if (pattern?.includes('(m|h|d)')) return 'a span, such as 90m, 48h or 14d'
  if (pattern?.startsWith('^[a-z0-9]')) return 'a name in lower case, digits and dashes'
  if (pattern === DOMAIN) return 'a domain, such as acme.com'
  const saying = pattern === SAYING ? ', not only spaces' : ''
  if (maxLength === undefined) return minLength > 0 ? `a text${saying}` : 'a text, even empty'
  return `a text of ${minLength > 0 ? '1' : '0'} to ${maxLength} characters${saying}`
}

function numberWanted({ type, title, minimum, exclusiveMinimum, maximum, multipleOf }: Schema): string {
  const what = title ?? (type === 'integer' ? 'a whole number' : 'a number')
  const bounds = [
    minimum === undefined ? '' : `at least ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    multipleOf === 0.01 ? 'with at most two decimals' : '',
  ].filter((bound) => bound !== '')
  return [what, ...bounds].join(', ')
}

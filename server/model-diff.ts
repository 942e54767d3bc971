import type { ModelChange } from './wire/model-view.ts'

type Place = { readonly pointer: string; readonly names: readonly string[] }

/** What differs between two models (or any JSON). Lists whose items have an id or name are compared by it. */
export const diffOf = (before: unknown, after: unknown): ModelChange[] =>
  compare(before, after, { pointer: '', names: [] })

const compare = (before: unknown, after: unknown, place: Place): ModelChange[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (before === undefined) return [change('added', place, { before: null, after })]
  if (after === undefined) return [change('removed', place, { before, after: null })]
  if (isNamedList(before) && isNamedList(after)) return compareLists(before, after, place)
  if (isObject(before) && isObject(after)) return compareObjects(before, after, place)
  return [change('changed', place, { before, after })]
}

const compareObjects = (before: Fields, after: Fields, place: Place): ModelChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    compare(before[name], after[name], within(place, name, name)),
  )

const compareLists = (before: readonly Named[], after: readonly Named[], place: Place): ModelChange[] => {
  const older = new Map(before.map((item, index) => [idOf(item), { item, index }]))
  const newer = new Map(after.map((item, index) => [idOf(item), { item, index }]))
  const changes = [...newer].flatMap(([id, { item, index }]) =>
    compare(older.get(id)?.item, item, within(place, String(index), id)),
  )
  const removed = [...older].flatMap(([id, { item, index }]) =>
    newer.has(id) ? [] : compare(item, undefined, within(place, String(index), id)),
  )
  return [...changes, ...removed, ...moved([...older.keys()], [...newer.keys()], place)]
}

/** The order of what both lists have. */
const moved = (before: readonly string[], after: readonly string[], place: Place): ModelChange[] => {
  const was = before.filter((id) => after.includes(id))
  const is = after.filter((id) => before.includes(id))
  return was.join() === is.join() ? [] : [change('moved', place, { before: was, after: is })]
}

const change = (
  kind: ModelChange['kind'],
  { pointer, names }: Place,
  values: { before: unknown; after: unknown },
): ModelChange => ({ path: pointer, place: names.join(', '), kind, ...values })

const within = ({ pointer, names }: Place, step: string, name: string): Place => ({
  pointer: `${pointer}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  names: [...names, name],
})

type Fields = Readonly<Record<string, unknown>>
type Named = { readonly id?: unknown; readonly name?: unknown }

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const idOf = ({ id, name }: Named): string => String(id ?? name)

const isNamedList = (value: unknown): value is Named[] =>
  Array.isArray(value) &&
  value.every((item: unknown) => isObject(item) && typeof (item['id'] ?? item['name']) === 'string') &&
  new Set(value.map(idOf)).size === value.length

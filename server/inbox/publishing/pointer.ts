/* JSON pointers (RFC 6901): how the server names the place of a mistake is how a field names its value. */

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** `/families` and a name: `/families/usage-depth`. */
export const under = (pointer: string, ...names: readonly (string | number)[]): string =>
  names.reduce<string>(
    (path, name) => `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    pointer,
  )

export const valueAt = (root: unknown, pointer: string): unknown =>
  stepsOf(pointer).reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    root,
  )

/** A copy in which this place has the value; undefined removes it. What is not on the way is shared. */
export const withValue = <T>(root: T, pointer: string, value: unknown): T =>
  put(root, stepsOf(pointer), value) as T

const put = (at: unknown, [step, ...rest]: readonly string[], value: unknown): unknown => {
  if (step === undefined) return value
  if (Array.isArray(at))
    return at.map((item, index) => (String(index) === step ? put(item, rest, value) : item))
  const fields: Record<string, unknown> = typeof at === 'object' && at !== null ? { ...at } : {}
  const next = put(fields[step], rest, value)
  if (next === undefined) delete fields[step]
  else fields[step] = next
  return fields
}

import type { ModelProblem } from './check-shape.ts'
import { nearest } from './nearest.ts'

/** A placeholder as it is read where it is filled in, and the beginning of one that is never closed. */
const PLACEHOLDER = /\{\{|\{(\w*)([|,][^}]*)?(\}?)/g

/** A mistyped placeholder would leave a hole in the copy that nobody notices before a customer does. */
export function checkPlaceholders(copy: string, path: string, known: readonly string[]): ModelProblem[] {
  return [...copy.matchAll(PLACEHOLDER)].flatMap(([given, name = '', rest = '', end]) => {
    const wanted = given === '{{' ? null : wantedOf({ name, rest, isClosed: end === '}' }, known)
    return wanted === null ? [] : [{ path, given, wanted }]
  })
}

type Placeholder = { readonly name: string; readonly rest: string; readonly isClosed: boolean }

/** What should stand there instead; null where it is right. */
function wantedOf({ name, rest, isClosed }: Placeholder, known: readonly string[]): string | null {
  if (!known.includes(name)) {
    const near = nearest(name, known)
    return near === null ? `one of {${known.join('}, {')}}, or {{ for a brace` : `{${near}}?`
  }
  if (!isClosed) return `{${name}}`
  const isPlural = rest.startsWith(',')
  return isPlural && !/,\s*other\s*:/.test(rest) ? 'a form for any other number, too: other: …' : null
}

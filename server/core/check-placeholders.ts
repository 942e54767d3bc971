import type { ModelProblem } from './check-shape.ts'
import { nearest } from './nearest.ts'

/** A mistyped placeholder would leave a hole in the copy that nobody notices before a customer does. */
export function checkPlaceholders(copy: string, path: string, known: readonly string[]): ModelProblem[] {
  return [...copy.matchAll(/\{\{|\{(\w*)/g)].flatMap(([whole, name]) => {
    if (whole === '{{' || known.includes(name ?? '')) return []
    const near = nearest(name ?? '', known)
    const wanted = near === null ? `one of {${known.join('}, {')}}, or {{ for a brace` : `{${near}}?`
    return [{ path, given: `{${name}`, wanted }]
  })
}

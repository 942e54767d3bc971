import { ABSENT } from './absent.ts'
import type { Tidemark } from './api.ts'

/** The calls by their names, as methods of one object. */
export const methodsOf = (run: (name: string, args: unknown[]) => unknown): Tidemark => {
  const methods = Object.keys(ABSENT).map((name) => [name, (...args: unknown[]) => run(name, args)])
  return Object.fromEntries(methods)
}

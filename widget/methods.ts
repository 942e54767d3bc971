import type { Fields } from '../server/wire/event.ts'
import { ABSENT } from './absent.ts'
import type { Tidemark } from './api.ts'
import type { TokenSource } from './token.ts'

/** The public calls, as any page makes them: what JSON cannot hold is left out before they run. */
export type Calls = Omit<Tidemark, 'identify' | 'group' | 'track' | 'page'> & {
  identify(userId: string | number, traits?: Fields, source?: TokenSource): void
  group(groupId: string | number, traits?: Fields): void
  track(event: string, properties?: Fields): void
  page(name?: string, properties?: Fields): void
}

/** The calls by their names, as methods of one object. */
export const methodsOf = (run: (name: string, args: unknown[]) => unknown): Tidemark => {
  const methods = Object.keys(ABSENT).map((name) => [name, (...args: unknown[]) => run(name, args)])
  return Object.fromEntries(methods)
}

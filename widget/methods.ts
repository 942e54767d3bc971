import type { Fields } from '../server/wire/event.ts'
import { ABSENT } from './absent.ts'
import { UNKNOWN } from './antechamber.ts'
import type { Tidemark } from './api.ts'
import type { TokenSource } from './token.ts'

/** The public calls, as any page makes them: what JSON cannot hold is left out before they run. */
export type Calls = Pick<Tidemark, 'alias' | 'setConsent' | 'reset' | 'on' | 'flush' | 'debug'> & {
  identify(userId: string | number, traits?: Fields, source?: TokenSource): void
  group(groupId: string | number, traits?: Fields): void
  track(event: string, properties?: Fields): void
  page(name?: string, properties?: Fields): void
}

/** The calls by their names, as methods of one object. What is not known yet is answered as where there is no page. */
export const methodsOf = (run: (name: string, args: unknown[]) => unknown): Tidemark => {
  const methods = Object.entries<(...args: never[]) => unknown>(ABSENT).map(([name, absent]) => {
    const method = (...args: unknown[]) => {
      const answer = run(name, args) ?? UNKNOWN
      return answer === UNKNOWN ? absent() : answer
    }
    return [name, method]
  })
  return Object.fromEntries(methods)
}

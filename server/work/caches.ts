import { type Cache, createCache } from '../cache.ts'
import type { State } from '../core/types.ts'
import type { Known } from '../identity/book.ts'

/** What one writer may keep between transactions: it equals the database, or is emptied. */
export type Caches = {
  readonly states: Cache<State>
  readonly subjects: Cache<Known>
  clear(): void
}

/** Accounts and members that are kept; twice as many at most. About 5 KB each. */
const PROFILES = 2_500
const SUBJECTS = 10_000

export const createCaches = (): Caches => {
  const states = createCache<State>(PROFILES)
  const subjects = createCache<Known>(SUBJECTS)
  return {
    states,
    subjects,
    clear: () => {
      states.clear()
      subjects.clear()
    },
  }
}

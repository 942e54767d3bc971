import { type Cache, createCache } from '../cache.ts'
import type { Known } from '../identity/book.ts'
import { createFoldedAhead, type FoldedAhead } from './folded-ahead.ts'
import { createLag, type Lag } from './lag.ts'
import { createMessageFilter, type MessageFilter } from './message-filter.ts'
import type { Held } from './room.ts'

/** What the single writer of a SQLite file keeps between transactions: what was read, and what is not written yet. */
export type Memory = {
  readonly states: Cache<Held>
  readonly subjects: Cache<Known>
  readonly lag: Lag
  readonly filter: MessageFilter
  /** For the model that is about to be published. */
  ahead: FoldedAhead
  /** Accounts that were read for it: whoever else is at work, they stay at hand until it has judged them. */
  readonly awaiting: Map<string, Held>
  /**
   * Sets to which every account is added that is read into memory from now on: only who is in memory changes. They are
   * dropped when memory is lost.
   */
  readonly watches: Set<Set<string>>
  /** A transaction failed, so that this may not be what is on disk: `recover` before anything else. */
  isLost: boolean
}

/** Accounts and members that are kept, about 4 KB each: of 20,000 people who are active together all. */
export const PROFILES = 26_000
const SUBJECTS = 30_000

/** Lost from the start: what a crash left unwritten is in the journal. */
export const createMemory = (): Memory => ({
  states: createCache(PROFILES),
  subjects: createCache(SUBJECTS),
  lag: createLag(),
  filter: createMessageFilter(),
  ahead: createFoldedAhead(),
  awaiting: new Map(),
  watches: new Set(),
  isLost: true,
})

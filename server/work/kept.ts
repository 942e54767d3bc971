import { type Cache, createCache } from '../cache.ts'
import type { Known } from '../identity/book.ts'
import type { SubjectDoc } from '../identity/subject.ts'
import type { AccountVersion } from '../store/accounts.ts'
import type { Held } from './room.ts'
import type { Work } from './work.ts'

/*
 * Several servers write to one Postgres, so that what one of them remembers may be old. Whoever writes a member writes its
 * account's row: while that is of the version that was remembered, so is everything in it.
 */

type KeptAccount = Pick<AccountVersion, 'version'> & { readonly held: Held }

export type Kept = {
  /** The account, which from then on is the caller's: two transactions never work on the same objects. */
  take(key: string): KeptAccount | undefined
  put(account: KeptAccount): void
  /** Keeps nothing any more: it may be of somebody who was erased. */
  clear(): void
  /** Who people were when they were last read: good enough for a guess. */
  readonly subjects: Cache<SubjectDoc>
}

/** Accounts and members that are kept, about 5 KB each. */
const PROFILES = 16_000
const SUBJECTS = 20_000

export const createKept = (atMost = PROFILES): Kept => {
  /** The one that was not used for longest comes first. */
  const accounts = new Map<string, KeptAccount & { readonly size: number }>()
  let size = 0
  const subjects = createCache<SubjectDoc>(SUBJECTS)
  const take = (key: string) => {
    const kept = accounts.get(key)
    if (kept && accounts.delete(key)) size -= kept.size
    return kept
  }
  return {
    take,
    put: (account) => {
      const { key, members } = account.held
      const its = 1 + members.size
      take(key)
      // It would put out all others, and then itself.
      if (its > atMost) return
      accounts.set(key, { ...account, size: its })
      size += its
      for (const oldest of accounts.keys())
        if (size > atMost) take(oldest)
        else break
    },
    clear: () => {
      accounts.clear()
      size = 0
      subjects.clear()
    },
    subjects,
  }
}

/** Keeps what a transaction worked with; to be called when it is on disk. */
export const keep = (kept: Kept, { room, record, book }: Work): void => {
  for (const [key, held] of room.states) {
    const version = room.versions.get(key)
    if (version) kept.put({ held, version: record.touched.has(held) ? version.writer : version.version })
  }
  for (const { id, doc, isStored } of book.at.values()) if (isStored) kept.subjects.set(id, doc)
}

/** Subjects to guess with: copies, which guessing changes. */
export const guessed = ({ subjects }: Kept): Pick<Cache<Known>, 'get' | 'set'> => ({
  get: (id) => {
    const doc = subjects.get(id)
    return doc && { id, doc: { ...doc }, isStored: true, isPlaced: true }
  },
  set: () => undefined,
})

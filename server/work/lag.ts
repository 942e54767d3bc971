import type { SeenRow } from '../store/tables.ts'
import { createWaitingMessages } from './lag-messages.ts'
import { createWaitingProfiles } from './lag-profiles.ts'
import type { Touched } from './room.ts'

/*
 * On SQLite the journal is the only table that every commit writes to: profiles and the index of messages would touch
 * pages all over the file. They are written later, in rounds, a share with each commit. What a crash takes from memory
 * is in the journal from `lag_from` on, and is taken in again at the next start (recover.ts).
 */

const DEFAULTS = {
  /** A round begins when so many profiles or messages wait, or some have waited so long (ms). */
  profiles: 12_000,
  messages: 60_000,
  waits: 10_000,
  /** What one commit writes of a round: more than a busy one adds, little enough that nobody notices. */
  profilesAtOnce: 200,
  messagesAtOnce: 1500,
} as const

/** Nothing waits. */
export const NO_LAG = Number.MAX_SAFE_INTEGER

/** What a transaction writes of what waits, and from which instant of receipt on the journal is ahead afterwards. */
export type Share = {
  readonly profiles: Touched
  readonly messages: readonly SeenRow[]
  readonly lagFrom: number
}

/** What a transaction leaves for later, and the earliest instant of receipt in it. */
export type Behind = {
  readonly profiles: Touched
  readonly messages: readonly SeenRow[]
  readonly from: number
}

export type Lag = ReturnType<typeof createLag>

export const createLag = (limits: Readonly<Record<keyof typeof DEFAULTS, number>> = DEFAULTS) => {
  const profiles = createWaitingProfiles()
  const messages = createWaitingMessages()
  /** The round that is being written, and the one that gathers; each with the earliest instant of receipt in it. */
  let round: { readonly from: number } | null = null
  let number = 0
  let from = NO_LAG
  let since = 0
  /** What the database says. */
  let stored = NO_LAG

  const isTime = (now: number): boolean =>
    profiles.size() >= limits.profiles ||
    messages.size() >= limits.messages ||
    (from !== NO_LAG && now - since >= limits.waits)

  return {
    profiles,
    messages,
    /** Whether the database must be told. */
    isMoved: (share: Share): boolean => share.lagFrom !== stored,

    /** What a transaction writes for those that wait, while it leaves something behind itself. */
    share: (now: number, behind: number): Share => {
      if (!round && isTime(now)) {
        round = { from }
        from = NO_LAG
        number++
        messages.beginRound()
      }
      if (!round) return { profiles: new Map(), messages: [], lagFrom: Math.min(from, behind) }
      const chosen = profiles.oldest(number, limits.profilesAtOnce)
      const rows = messages.next(limits.messagesAtOnce)
      const isLast = rows.length === messages.left() && profiles.isAll(number, chosen)
      const left = isLast ? NO_LAG : round.from
      return { profiles: chosen, messages: rows, lagFrom: Math.min(from, behind, left) }
    },

    /** All that waits. */
    everything: (): Share => ({ profiles: profiles.all(), messages: messages.all(), lagFrom: NO_LAG }),

    /** The transaction is on disk. */
    done: (share: Share, behind: Behind, now: number): void => {
      profiles.remove(share.profiles.keys())
      messages.drop(share.messages.length)
      if (round && messages.left() === 0 && profiles.isAll(number, new Map())) round = null
      if (from === NO_LAG) since = now
      from = Math.min(from, behind.from)
      profiles.add(behind.profiles, number)
      messages.add(behind.messages)
      stored = share.lagFrom
    },

    /** Everything is on disk, or was lost with a transaction that failed: then `storedFrom` says from where on. */
    clear: (storedFrom: number): void => {
      profiles.clear()
      messages.clear()
      round = null
      from = NO_LAG
      stored = storedFrom
    },
  }
}

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
  /**
   * A round of profiles begins when so many wait, or so many events are in them, or some have waited so long (ms): what is
   * to be taken in again after a crash is bounded by the events, so that fewer of them a second may wait longer.
   */
  profiles: 36_000,
  events: 300_000,
  waits: 30_000,
  /**
   * A round of messages begins when so many wait, or some have waited so long: the more there are of one sender, the fewer
   * pages. Or when they are of so many senders: those are put in order at once.
   */
  messages: 300_000,
  senders: 60_000,
  /** What is written of a round when nothing else is to be done. */
  profilesAtOnce: 200,
  messagesAtOnce: 1500,
} as const

/**
 * A busy commit writes so many times what the last one added, so that a round is over before the next is full, and no
 * commit takes much longer than another; and at least this share of what a quiet moment writes.
 */
const PACE = 2
const LEAST = 1 / 10

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
  const [ofProfiles, ofMessages] = [createRounds(), createRounds()]
  let number = 0
  /** Events whose profiles wait for the next round. */
  let events = 0
  /** What the last transaction added that left something. */
  let added = { profiles: 0, messages: 0 }
  /** What the database says. */
  let stored = NO_LAG

  const portion = (atOnce: number, adding: number, isQuiet: boolean): number =>
    isQuiet ? atOnce : Math.ceil(Math.max(adding * PACE, atOnce * LEAST))

  const beginRounds = (now: number): void => {
    const isFull = profiles.size() >= limits.profiles || events >= limits.events
    if (ofProfiles.mayBegin(isFull || ofProfiles.age(now) >= limits.waits)) {
      number++
      events = 0
    }
    const isLong = messages.size() >= limits.messages || messages.senders() >= limits.senders
    if (ofMessages.mayBegin(isLong || ofMessages.age(now) >= limits.waits)) messages.beginRound()
  }

  return {
    profiles,
    messages,
    /** Whether the database must be told. */
    isMoved: (share: Share): boolean => share.lagFrom !== stored,

    /** What a transaction writes for those that wait, while it leaves something behind itself. */
    share: (now: number, behind: number): Share => {
      beginRounds(now)
      const isQuiet = behind === NO_LAG
      const chosen: Touched = ofProfiles.isUnderWay()
        ? profiles.oldest(number, portion(limits.profilesAtOnce, added.profiles, isQuiet))
        : new Map()
      const rows = messages.next(portion(limits.messagesAtOnce, added.messages, isQuiet))
      return {
        profiles: chosen,
        messages: rows,
        lagFrom: Math.min(
          behind,
          ofProfiles.from(profiles.isAll(number, chosen)),
          ofMessages.from(rows.length === messages.left()),
        ),
      }
    },

    /** What a transaction writes that leaves all that waits to others. */
    noShare: (): Share => ({
      profiles: new Map(),
      messages: [],
      lagFrom: Math.min(
        ofProfiles.from(profiles.isAll(number, new Map())),
        ofMessages.from(messages.left() === 0),
      ),
    }),

    /** All that waits. */
    everything: (): Share => ({ profiles: profiles.all(), messages: messages.all(), lagFrom: NO_LAG }),

    /** The transaction is on disk. */
    done: (share: Share, behind: Behind, now: number): void => {
      profiles.remove(share.profiles.keys())
      messages.drop(share.messages.length)
      if (profiles.isAll(number, new Map())) ofProfiles.end()
      if (messages.left() === 0) ofMessages.end()
      for (const rounds of [ofProfiles, ofMessages]) rounds.gather(behind.from, now)
      const before = profiles.size()
      profiles.add(behind.profiles, number)
      messages.add(behind.messages)
      if (behind.from !== NO_LAG)
        added = { profiles: profiles.size() - before, messages: behind.messages.length }
      events += behind.messages.length
      stored = share.lagFrom
    },

    /** Everything is on disk, or was lost with a transaction that failed: then `storedFrom` says from where on. */
    clear: (storedFrom: number): void => {
      profiles.clear()
      messages.clear()
      for (const rounds of [ofProfiles, ofMessages]) rounds.clear()
      events = 0
      stored = storedFrom
    },
  }
}

/** The round that is being written and the one that gathers, each with the earliest instant of receipt in it. */
const createRounds = () => {
  let writing: number | null = null
  let gathering = NO_LAG
  let since = 0

  return {
    isUnderWay: (): boolean => writing !== null,
    /** How long the first of those that gather has waited. */
    age: (now: number): number => (gathering === NO_LAG ? Number.NEGATIVE_INFINITY : now - since),
    /** Begins the next round if it is time and the last is over; whether it did. */
    mayBegin: (isTime: boolean): boolean => {
      if (!isTime || writing !== null) return false
      writing = gathering
      gathering = NO_LAG
      return true
    },
    end: (): void => {
      writing = null
    },
    gather: (from: number, now: number): void => {
      if (gathering === NO_LAG) since = now
      gathering = Math.min(gathering, from)
    },
    /** From when on something is not written, if the round is over with this transaction or not. */
    from: (isOver: boolean): number => Math.min(gathering, isOver ? NO_LAG : (writing ?? NO_LAG)),
    clear: (): void => {
      writing = null
      gathering = NO_LAG
    },
  }
}

import { reckon } from '../core/fold.ts'
import { noteInvite } from '../core/invite.ts'
import type { MemberDoc, MoveEntry } from '../core/types.ts'
import { type Book, canonicalOf, homeIn, lookUp } from '../identity/book.ts'
import { learn, type Shift } from '../identity/place.ts'
import { inherit, newSubject } from '../identity/subject.ts'
import type { Incoming } from '../intake/incoming.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { accountsOf } from '../store/members.ts'
import { noteInvites, saidIn } from './base.ts'
import { fromJournal, toEntry } from './entry.ts'
import { note, writeJournal, writeMessages, writeSubjects } from './record.ts'
import { type Left, leftOf, refold } from './refold.ts'
import { type Held, load, preload } from './room.ts'
import { heldAt, liveOn, take, type Work } from './work.ts'

/**
 * The event that causes the shifts, and its number. `moments` are the decision instants in the accounts concerned: found
 * when they are first needed, recorded with the event, and given again when it is replayed.
 */
export type Cause = {
  readonly event: Incoming
  readonly seq: number
  readonly moments: Map<string, number>
}

/** No account's clock goes back. */
const momentIn = ({ event, moments }: Cause, { key, account }: Held): number => {
  const moment = moments.get(key) ?? Math.max(event.historic ? event.time : event.receivedAt, account.at)
  moments.set(key, moment)
  return moment
}

/** Moves what an event shows to belong elsewhere, before the event itself is taken in. */
export const applyShifts = async (work: Work, cause: Cause, shifts: readonly Shift[]): Promise<void> => {
  const mover = createMover(work, cause)
  const reclaims = shifts.filter(isReclaim)
  for (const { from, by } of reclaims) await catchUp(work, [from, by])
  // Counting anew comes last: it reads from the journal what the others move.
  for (const shift of [...shifts.filter((one) => !isReclaim(one)), ...reclaims])
    await applyShift(work, mover, shift, cause)
}

type Reclaim = Extract<Shift, { kind: 'reclaim' }>

const isReclaim = (shift: Shift): shift is Reclaim => shift.kind === 'reclaim'

/** Models published before are adopted with what was whose then: folding anew asks the journal, which soon says otherwise. */
const catchUp = async (work: Work, subjects: readonly string[]): Promise<void> => {
  for (const subject of subjects)
    for (const account of await partsOf(work, subject, await leftOf(work.room, subject)))
      await heldAt(work, account)
}

const applyShift = async (work: Work, mover: Mover, shift: Shift, cause: Cause): Promise<void> => {
  switch (shift.kind) {
    case 'home':
      return mover.moveHome(shift)
    case 'claim':
      return mover.hand(shift)
    case 'reclaim':
      return recount(work, cause, ownersAmong(work.book, [shift.from, shift.by]))
    default:
      return shift satisfies never
  }
}

type Mover = {
  moveHome(shift: Extract<Shift, { kind: 'home' }>): Promise<void>
  hand(shift: Extract<Shift, { kind: 'claim' }>): Promise<void>
}

type Place = { readonly account: string; readonly subject: string }
type Parts = NonNullable<MoveEntry['parts']>

const createMover = (work: Work, cause: Cause): Mover => {
  const { event, seq } = cause
  /** Moves so far, by account: they come before the event and are numbered after its predecessor. */
  const counts = new Map<string, number>()
  const entryAt = async ({ account, subject }: Place, other: Place) => {
    const state = await heldAt(work, account)
    const count = (counts.get(account) ?? 0) + 1
    counts.set(account, count)
    return {
      kind: 'move',
      seq: seq - 1 + count / 16,
      account,
      at: momentIn(cause, state),
      historic: event.historic,
      subject,
      anonymous: isAnonymous(subject),
      other,
    } as const
  }
  const leave = async (from: Place, to: Place, what: MoveEntry['what']) => {
    await take(work, { ...(await entryAt(from, to)), direction: 'out', what })
  }
  const arrive = async (from: Place, to: Place, parts: Parts) => {
    if (parts.named || parts.loose)
      await take(work, { ...(await entryAt(to, from)), direction: 'in', what: 'all', parts })
  }
  return {
    moveHome: async ({ subject, from, to }) => {
      const loose = (await memberAt(work, from, subject))?.loose ?? null
      if (!loose) return
      const [source, target] = [
        { account: from, subject },
        { account: to, subject },
      ]
      await leave(source, target, 'loose')
      await arrive(source, target, { named: null, loose })
    },
    hand: async ({ subject, by }) => {
      const home = homeIn(lookUp(work.book, by))
      for (const account of await placesOf(work, subject)) {
        const { named = null, loose = null } = (await memberAt(work, account, subject)) ?? {}
        renameInviter(await heldAt(work, account), subject, by)
        const source = { account, subject }
        const stays = { account, subject: by }
        const goes = { account: home, subject: by }
        await leave(source, named ? stays : goes, 'all')
        await arrive(source, stays, { named, loose: account === home ? loose : null })
        if (account !== home) await arrive(source, goes, { named: null, loose })
      }
    },
  }
}

/** Whom a claimed subject invited, its claimer invited. */
const renameInviter = ({ account }: Held, from: string, to: string): void => {
  for (const [key, invite] of Object.entries(account.invites))
    if (invite.by === from) account.invites[key] = { ...invite, by: to }
}

const memberAt = async (work: Work, account: string, subject: string): Promise<MemberDoc | null> => {
  const held = await heldAt(work, account)
  await preload(work.room, [[account, subject]])
  return held.members.get(subject) ?? null
}

/**
 * The accounts in which a subject has parts, counting what this transaction did. What is gone from one counts nowhere,
 * whether the row has been removed by now or not.
 */
const placesOf = async (work: Work, subject: string): Promise<string[]> => {
  const stored = await accountsOf(work.room.session, [subject])
  const accounts = new Set(stored.map((row) => row.account))
  for (const held of work.room.memory?.lag.profiles.heldOf(subject) ?? []) accounts.add(held.key)
  for (const [held, touched] of work.record.touched) if (touched.has(subject)) accounts.add(held.key)
  const places: string[] = []
  for (const account of [...accounts].sort()) {
    const member = await memberAt(work, account, subject)
    if (member?.named || member?.loose) places.push(account)
  }
  return places
}

/** Whom somebody else claims by now has nothing left to be counted: all of it is the claimer's. */
const ownersAmong = (book: Book, subjects: readonly string[]): readonly string[] => [
  ...new Set(subjects.map((subject) => canonicalOf(book, subject).id)),
]

/** An earlier claimer came late: subjects are counted anew from the journal, wherever they have or had parts. */
const recount = async (work: Work, cause: Cause, subjects: readonly string[]): Promise<void> => {
  const { session } = work.room
  await writeJournal(session, work.record)
  await writeMessages(session, work.record.messages.splice(0))
  await writeSubjects(session, work.book)
  for (const subject of subjects) await relearn(work, subject, cause.event)
  await writeSubjects(session, work.book)
  for (const subject of subjects) {
    const left = await leftOf(work.room, subject)
    for (const account of await partsOf(work, subject, left)) {
      const state = await heldAt(work, account)
      // What fell due before is decided by what was known then.
      await liveOn(work, state, momentIn(cause, state))
      await preload(work.room, [[account, subject]])
      await refold(work.room, state, subject)
      renote(state, subject, left)
      await reevaluate(work, state, cause)
    }
  }
}

/** Whom a subject invited in an account, counted anew. */
const renote = (state: Held, subject: string, { bases, rows }: Left): void => {
  const { account, key } = state
  for (const [email, invite] of Object.entries(account.invites))
    if (invite.by === subject) delete account.invites[email]
  for (const base of bases) if (base.account === key) noteInvites(account.invites, base, () => subject)
  for (const row of rows)
    if (row.account === key && row.kind === 'track')
      noteInvite(account, toEntry(fromJournal(row), { account: key, subject, anonymous: false }, row))
}

/** Where the journal, and the event that is not in it yet, say that a subject belongs. */
const relearn = async (work: Work, subject: string, event: Incoming): Promise<void> => {
  const known = lookUp(work.book, subject)
  const doc = newSubject()
  const { bases, rows } = await leftOf(work.room, subject)
  for (const base of bases) inherit(doc, saidIn(base))
  for (const row of rows) learn(doc, fromJournal(row))
  if (canonicalOf(work.book, event.sender) === known) learn(doc, event)
  Object.assign(known.doc, { group: null, mention: null, domain: null })
  inherit(known.doc, doc)
  work.book.changed.add(known)
}

/** The accounts in which a subject has parts, is going to have them, or was heard of. */
const partsOf = async (work: Work, subject: string, { bases, rows }: Left): Promise<string[]> => {
  const accounts = new Set([
    ...(await placesOf(work, subject)),
    ...[...bases, ...rows].map((row) => row.account),
  ])
  accounts.add(homeIn(lookUp(work.book, subject)))
  return [...accounts].sort()
}

/** Evaluates an account whose members were folded anew; its lead waits for the next event. */
const reevaluate = async (work: Work, state: Held, cause: Cause): Promise<void> => {
  const { room } = work
  await load(room, state, { kind: 'needs', subjects: [], dueUntil: Number.POSITIVE_INFINITY })
  reckon(state, room.engine, momentIn(cause, state))
  const touched = new Set(state.members.keys())
  note(work.record, state, { kind: 'done', decisions: [], touched, leadChanged: false, refused: null })
}

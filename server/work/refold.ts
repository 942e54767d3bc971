import { absorb } from '../core/lift.ts'
import { mergeParts } from '../core/merge.ts'
import { newMember } from '../core/step.ts'
import type { MemberDoc } from '../core/types.ts'
import { homeIn, lookUp, newBook, readInto } from '../identity/book.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { basesOf } from '../store/base.ts'
import { journalAt, journalOf } from '../store/journal.ts'
import type { Session } from '../store/store.ts'
import { claimedBy } from '../store/subjects.ts'
import type { BaseRow, JournalRow } from '../store/tables.ts'
import { readBase } from './base.ts'
import { fromJournal, isEventRow, toEntry } from './entry.ts'
import type { Held, Room } from './room.ts'

/**
 * Folds a member's parts anew from the base and the journal: what bounded state could not absorb, such as another plan.
 * Everything else of the member stays; the next step evaluates it.
 */
export const refold = async (room: Room, state: Held, subject: string): Promise<void> => {
  const member = state.members.get(subject) ?? newMember()
  member.known ||= !isAnonymous(subject)
  Object.assign(member, await foldAnew(room, state, subject), { stale: false })
  state.members.set(subject, member)
}

/** A member's parts as the room's engine counts them, from the base and the journal; the member stays as it is. */
export const foldAnew = async (
  room: Room,
  state: Held,
  subject: string,
): Promise<Pick<MemberDoc, 'named' | 'loose'>> => {
  const known = state.members.get(subject)?.known === true || !isAnonymous(subject)
  const member = { ...newMember(), known }
  const book = newBook(null)
  await readInto(book, room.session, [subject])
  const isHome = homeIn(lookUp(book, subject)) === state.key
  const into = { member, key: state.key, subject, isHome }
  const { bases, rows } = await leftOf(room, subject)
  for (const base of bases) await foldBase(room, into, base)
  for (const row of rows) foldRow(room, into, row)
  return { named: member.named, loose: member.loose }
}

type Into = {
  readonly member: MemberDoc
  readonly key: string
  readonly subject: string
  readonly isHome: boolean
}

const foldBase = async (room: Room, { member, key, isHome }: Into, row: BaseRow): Promise<void> => {
  const part = row.named === 1 ? 'named' : 'loose'
  if (part === 'named' ? row.account !== key : !isHome) return
  const { profile } = await readBase(row, room)
  member[part] = mergeParts(member[part], profile)
}

const foldRow = (room: Room, { member, key, subject, isHome }: Into, row: JournalRow): void => {
  const event = fromJournal(row)
  const isHere = event.account === null ? isHome : event.account === key
  if (!isHere) return
  const anonymous = !member.known
  const entry = toEntry(event, { account: key, subject, anonymous }, row)
  const part = entry.named ? 'named' : 'loose'
  member[part] = absorb(member[part], entry, room.engine)
}

export type Left = { readonly bases: readonly BaseRow[]; readonly rows: readonly JournalRow[] }

/** What is left of a subject's events: the base, and those that the journal keeps. */
export const leftOf = async (room: Room, subject: string): Promise<Left> => {
  const bases = await basesOf(room.session, await sendersOf(room.session, subject))
  return { bases, rows: (await rowsOf(room, subject)).filter(isEventRow) }
}

/** Everything that this subject, and whoever it claimed, sent and the journal keeps; in its order. */
export const rowsOf = async ({ session, memory }: Room, subject: string): Promise<JournalRow[]> => {
  const senders = await sendersOf(session, subject)
  const rows = await journalOf(session, senders)
  const unindexed = memory ? senders.flatMap(memory.lag.messages.of) : []
  return [...rows, ...(await journalAt(session, unindexed))].sort((a, b) => a.seq - b.seq)
}

/** The subject itself and all whose events belong to it. */
export const sendersOf = async (session: Session, subject: string): Promise<string[]> => {
  const senders = [subject]
  for (let from = 0; from < senders.length; ) {
    const owners = senders.slice(from)
    from = senders.length
    for (const claimed of await claimedBy(session, owners))
      if (!senders.includes(claimed.id)) senders.push(claimed.id)
  }
  return senders
}

import type { Incoming } from '../intake/incoming.ts'
import { drawSeqs, journaledIds } from '../store/journal.ts'
import { knownMessages, rememberNew } from '../store/seen.ts'
import type { Session } from '../store/store.ts'
import { DAY, DEDUPE_AFTER } from '../wire/limits.ts'
import { holdBack } from './hold-raises.ts'
import type { Room } from './room.ts'

/** A live event that is so late may have been accepted before `seen` forgot it: the journal is asked. */
const LATE_AFTER = DEDUPE_AFTER - DAY

/** An event that was never accepted before, and its number. */
export type Numbered = { readonly event: Incoming; readonly seq: number }

/**
 * Drops what was accepted before (for one sender and message id the first body wins), puts aside what somebody must
 * look at first, and numbers the others in order.
 */
export const admit = async (room: Room, events: readonly Incoming[]): Promise<readonly Numbered[]> => {
  if (events.length === 0) return []
  if (!room.memory) return admitAtOnce(room.session, firstOf(events))
  const fresh = await holdBack(room.session, await dedupe(room, events))
  const seqs = fresh.length === 0 ? [] : await drawSeqs(room.session, fresh.length)
  return fresh.map((event, index) => ({ event, seq: seqs[index] ?? 0 }))
}

/** On Postgres one statement finds out which are new, remembers them and draws their numbers. */
const admitAtOnce = async (session: Session, events: Map<string, Incoming>): Promise<readonly Numbered[]> => {
  await dropJournaled(session, events)
  await holdUnknown(session, events)
  const messages = [...events.values()].map(({ sender, messageId, receivedAt }) => ({
    sender,
    message_id: messageId,
    received_at: receivedAt,
  }))
  const numbered: Numbered[] = []
  for (const { sender, message_id, seq } of await rememberNew(session, messages)) {
    const event = events.get(keyOf(sender, message_id))
    if (event) numbered.push({ event, seq })
  }
  return numbered.sort((a, b) => a.seq - b.seq)
}

/** Requests for sales that are put aside are no events: they are looked up, not remembered. */
const holdUnknown = async (session: Session, events: Map<string, Incoming>): Promise<void> => {
  const held = new Map([...events].filter(([, { heldFor }]) => heldFor !== null))
  if (held.size === 0) return
  for (const key of held.keys()) events.delete(key)
  const known = await knownMessages(
    session,
    [...held.values()].map(({ sender, messageId }) => [sender, messageId]),
  )
  for (const row of known) held.delete(keyOf(row.sender, row.message_id))
  await holdBack(session, [...held.values()])
}

/** On SQLite, which forgets no message, a filter spares the look for most. */
const dedupe = async (
  { session, memory }: Room,
  events: readonly Incoming[],
): Promise<readonly Incoming[]> => {
  const doubtful = memory
    ? events.filter(({ sender, messageId }) => memory.filter.isDoubtful(sender, messageId))
    : events
  if (doubtful.length === 0) return events
  const first = firstOf(events)
  const messages: (readonly [sender: string, messageId: string])[] = []
  for (const { sender, messageId } of doubtful) {
    if (memory?.lag.messages.has(sender, messageId)) first.delete(keyOf(sender, messageId))
    else messages.push([sender, messageId])
  }
  for (const row of await knownMessages(session, messages)) first.delete(keyOf(row.sender, row.message_id))
  return [...first.values()]
}

const firstOf = (events: readonly Incoming[]): Map<string, Incoming> => {
  const first = new Map<string, Incoming>()
  for (const event of events) {
    const key = keyOf(event.sender, event.messageId)
    if (!first.has(key)) first.set(key, event)
  }
  return first
}

/** Ids hold no NUL. */
const keyOf = (sender: string, messageId: string): string => `${sender}\0${messageId}`

const dropJournaled = async (session: Session, events: Map<string, Incoming>): Promise<void> => {
  const senders = new Set<string>()
  for (const event of events.values())
    if (event.historic || event.time < event.receivedAt - LATE_AFTER) senders.add(event.sender)
  if (senders.size === 0) return
  for (const row of await journaledIds(session, [...senders]))
    events.delete(keyOf(row.subject, row.message_id))
}

const NONE: ReadonlySet<Incoming> = new Set()

/** What is not among the new ones; nearly always nothing. */
export const knownOf = (events: readonly Incoming[], fresh: readonly Numbered[]): ReadonlySet<Incoming> => {
  if (fresh.length === events.length) return NONE
  const known = new Set(events)
  for (const { event } of fresh) known.delete(event)
  return known
}

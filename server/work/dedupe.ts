import type { Incoming } from '../intake/incoming.ts'
import { journaledIds } from '../store/journal.ts'
import { knownMessages } from '../store/seen.ts'
import type { Session } from '../store/store.ts'
import { DAY, DEDUPE_AFTER } from '../wire/limits.ts'
import type { Room } from './room.ts'

/** A live event that is so late may have been accepted before `seen` forgot it: the journal is asked. */
const LATE_AFTER = DEDUPE_AFTER - DAY

/** Drops what was accepted before: for one (sender, message id) the first body wins. */
export const dedupe = async (room: Room, events: readonly Incoming[]): Promise<readonly Incoming[]> => {
  const { filter } = room.memory ?? {}
  const doubtful = filter
    ? events.filter(({ sender, messageId }) => filter.isDoubtful(sender, messageId))
    : events
  if (doubtful.length === 0) return events
  const first = new Map<string, Incoming>()
  for (const event of events) {
    const key = keyOf(event.sender, event.messageId)
    if (!first.has(key)) first.set(key, event)
  }
  await dropKnown(room, first, doubtful)
  return [...first.values()]
}

const dropKnown = async (
  { session, memory }: Room,
  events: Map<string, Incoming>,
  doubtful: readonly Incoming[],
): Promise<void> => {
  const messages: (readonly [sender: string, messageId: string])[] = []
  for (const { sender, messageId } of doubtful) {
    if (memory?.lag.messages.has(sender, messageId)) events.delete(keyOf(sender, messageId))
    else messages.push([sender, messageId])
  }
  for (const row of await knownMessages(session, messages)) events.delete(keyOf(row.sender, row.message_id))
  // SQLite forgets nothing.
  if (session.dialect === 'postgres') await dropJournaled(session, events)
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

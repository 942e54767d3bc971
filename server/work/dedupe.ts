import type { Incoming } from '../intake/incoming.ts'
import { journaledIds } from '../store/journal.ts'
import { knownMessages } from '../store/seen.ts'
import type { Session } from '../store/store.ts'
import { DAY, DEDUPE_AFTER } from '../wire/limits.ts'
import { messageKey } from './lag-messages.ts'
import type { Room } from './room.ts'

/** A live event that is so late may have been accepted before `seen` forgot it: the journal is asked. */
const LATE_AFTER = DEDUPE_AFTER - DAY

/** Drops what was accepted before: for one (sender, message id) the first body wins. */
export const dedupe = async ({ session, memory }: Room, events: readonly Incoming[]): Promise<Incoming[]> => {
  const first = new Map<string, Incoming>()
  for (const event of events) {
    const key = messageKey(event.sender, event.messageId)
    if (!first.has(key) && !memory?.lag.messages.has(key)) first.set(key, event)
  }
  const messages = [...first.values()].map((event) => [event.sender, event.messageId] as const)
  for (const row of await knownMessages(session, messages))
    first.delete(messageKey(row.sender, row.message_id))
  // SQLite forgets nothing.
  if (session.dialect === 'postgres') await dropJournaled(session, first)
  return [...first.values()]
}

const dropJournaled = async (session: Session, events: Map<string, Incoming>): Promise<void> => {
  const senders = new Set<string>()
  for (const event of events.values())
    if (event.historic || event.time < event.receivedAt - LATE_AFTER) senders.add(event.sender)
  if (senders.size === 0) return
  for (const row of await journaledIds(session, [...senders]))
    events.delete(messageKey(row.subject, row.message_id))
}

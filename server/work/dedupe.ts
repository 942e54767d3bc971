import type { Incoming } from '../intake/incoming.ts'
import { journaledIds } from '../store/journal.ts'
import { knownMessages, rememberMessages } from '../store/seen.ts'
import type { Session } from '../store/store.ts'
import { DAY, DEDUPE_AFTER } from '../wire/limits.ts'

/** A live event that is so late may have been accepted before `seen` forgot it: the journal is asked. */
const LATE_AFTER = DEDUPE_AFTER - DAY

/** Drops what was accepted before: for one (sender, message id) the first body wins. Remembers the rest. */
export const dedupe = async (session: Session, events: readonly Incoming[]): Promise<Incoming[]> => {
  const first = new Map<string, Incoming>()
  for (const event of events) {
    const key = keyOf(event.sender, event.messageId)
    if (!first.has(key)) first.set(key, event)
  }
  const messages = [...first.values()].map((event) => [event.sender, event.messageId] as const)
  for (const row of await knownMessages(session, messages)) first.delete(keyOf(row.sender, row.message_id))
  await dropJournaled(session, first)
  const fresh = [...first.values()]
  await rememberMessages(
    session,
    fresh
      .map((event) => [event.sender, event.messageId, Math.floor(event.receivedAt / DAY)] as const)
      .sort((a, b) => (a[0] === b[0] ? (a[1] < b[1] ? -1 : 1) : a[0] < b[0] ? -1 : 1)),
  )
  return fresh
}

const dropJournaled = async (session: Session, events: Map<string, Incoming>): Promise<void> => {
  const senders = new Set<string>()
  for (const event of events.values())
    if (event.historic || event.time < event.receivedAt - LATE_AFTER) senders.add(event.sender)
  if (senders.size === 0) return
  for (const row of await journaledIds(session, [...senders]))
    events.delete(keyOf(row.subject, row.message_id))
}

/** Ids hold no NUL. */
const keyOf = (sender: string, messageId: string): string => `${sender}\0${messageId}`

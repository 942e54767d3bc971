import { createHash } from 'node:crypto'
import type { Incoming } from '../intake/incoming.ts'
import { holdRaises } from '../store/held.ts'
import type { Session } from '../store/store.ts'

/** Puts requests for sales aside that somebody must look at first; answers the others. */
export const holdBack = async (
  session: Session,
  events: readonly Incoming[],
): Promise<readonly Incoming[]> => {
  const held = events.filter(({ heldFor }) => heldFor !== null)
  if (held.length === 0) return events
  await holdRaises(
    session,
    held.map((event) => ({
      id: idOf(event),
      sender: event.sender,
      account: event.account,
      at: event.receivedAt,
      status: 'waiting',
      reason: event.heldFor ?? '',
      doc: JSON.stringify(event),
    })),
  )
  return events.filter(({ heldFor }) => heldFor === null)
}

/** The same for a request that is sent again. */
const idOf = ({ sender, messageId }: Incoming): string =>
  createHash('sha256').update(`${sender}\0${messageId}`).digest('base64url').slice(0, 24)

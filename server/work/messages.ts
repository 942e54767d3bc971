import { createHash } from 'node:crypto'
import { messageOf } from '../payload.ts'
import type { NewMessage } from '../store/leads.ts'
import { loadPeople, preload } from './room.ts'
import type { Work } from './work.ts'

/** Of an account of more people, a message speaks of the foremost. */
const PEOPLE = 500

/** One message a channel for each decision that sales is told; frozen here, so that a repeat is the same bytes. */
export const composeMessages = async (work: Work): Promise<NewMessage[]> => {
  const messages: NewMessage[] = []
  for (const { decision, state } of work.record.notices) {
    if (decision.lead) {
      await preload(work.room, [[state.key, decision.lead.subject]])
      await loadPeople(work.room, state, PEOPLE)
    }
    const message = messageOf({ decision, state, engine: work.room.engine, publicUrl: work.publicUrl })
    if (!message) continue
    const body = JSON.stringify(message)
    for (const channel of work.channels)
      messages.push({
        id: messageId(decision.id, channel),
        account: decision.account,
        channel,
        type: decision.kind,
        lead_no: decision.lead?.no ?? 0,
        body,
        created_at: work.room.now,
      })
  }
  return messages
}

/** The same for the same decision and channel, whichever server decides it; fit for a header. */
const messageId = (decisionId: string, channel: string): string =>
  `msg_${createHash('sha256').update(`${channel} ${decisionId}`).digest('base64url').slice(0, 27)}`

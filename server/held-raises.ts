import type { LaneNews } from './commands.ts'
import { addressOf, messageOf, signatureOf } from './core/lead.ts'
import { isoOf } from './edge-values.ts'
import type { Incoming } from './intake/incoming.ts'
import { findHeld, heldRaises, markHeld } from './store/held.ts'
import type { Store } from './store/store.ts'
import type { HeldAction, HeldDone, HeldRaise } from './wire/held.ts'
import { commit } from './work/commit.ts'
import type { Tools } from './work/transact.ts'

const SHOWN = 200

/** Those that wait for somebody to look at them, the newest first. */
export const viewHeld = async ({ db }: Store): Promise<HeldRaise[]> =>
  (await heldRaises(db, 'waiting', SHOWN)).map(({ id, at, reason, doc }) => {
    const event: Incoming = JSON.parse(doc)
    return {
      id,
      at: isoOf(at),
      userId: event.userId,
      accountId: event.account,
      name: signatureOf(event),
      replyTo: addressOf(event),
      message: messageOf(event),
      reason,
    }
  })

type Review = { readonly id: string; readonly action: HeldAction; readonly now: number }

/**
 * What sales decided: an accepted request is taken in as if it came now, a dismissed one never is. Null = there is no
 * such request (any more).
 */
export const reviewHeld = async (
  tools: Tools,
  { id, action, now }: Review,
  onNews: (news: LaneNews) => void,
): Promise<HeldDone | 'decided' | null> => {
  const { db } = tools.store
  const row = await findHeld(db, id)
  if (!row) return null
  if (action === 'restore')
    return (await markHeld(db, { id, from: 'dismissed', to: 'waiting' })) ? NO_LEAD : 'decided'
  if (action === 'dismiss')
    return (await markHeld(db, { id, from: 'waiting', to: 'dismissed' })) ? NO_LEAD : 'decided'
  if (row.status !== 'waiting') return 'decided'
  const event: Incoming = { ...JSON.parse(row.doc), receivedAt: now, heldFor: null }
  // Marked where it is taken in: of several who review it at once, on any server, one decides.
  const { news, decided } = await commit(tools, { events: [event], rejections: [], prompts: null, held: id })
  if (decided) return 'decided'
  onNews(news)
  return { leadId: news.leads[0] ?? null }
}

const NO_LEAD: HeldDone = { leadId: null }

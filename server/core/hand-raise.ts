import {
  ASKED,
  addressOf,
  messageOf,
  open,
  openLead,
  recount,
  rise,
  signatureOf,
  TIDEMARK,
  wakeUp,
  write,
} from './lead.ts'
import { decide, type Run } from './run.ts'
import { dayOf } from './time.ts'
import type { EventEntry, LeadDoc } from './types.ts'

/** A person asked for sales: any score opens a lead, or joins the open one. */
export function raise(run: Run, event: EventEntry): void {
  if (!event.counts) return
  const lead = openLead(run.state.account)
  if (lead) joinLead(run, lead, event)
  else open(run, { type: 'hand-raise', subject: event.subject, event })
}

/** An unverified request never speaks for a verified one, and is announced once a day. */
function joinLead(run: Run, lead: LeadDoc, event: EventEntry): void {
  const verified = event.trust !== 'browser'
  const isFirstToday = lead.raisedAt === null || dayOf(lead.raisedAt) !== dayOf(run.at)
  const notify = (verified || isFirstToday) && !event.historic
  if (notify) lead.raisedAt = run.at
  if (verified || !lead.vouched) {
    lead.vouched = verified
    const known = lead.subject === event.subject ? lead : null
    lead.name = signatureOf(event) ?? known?.name ?? null
    lead.email = addressOf(event) ?? known?.email ?? null
    lead.subject = event.subject
  }
  if (verified || !(lead.verified && lead.type === 'hand-raise')) {
    lead.message = messageOf(event) ?? lead.message
    lead.verified = verified
  }
  if (lead.status === 'snoozed') wakeUp(lead)
  const kind = rise(run, lead, 'hand-raise')
  recount(run, lead)
  write(run, lead, { action: ASKED, note: event.subject, by: TIDEMARK })
  decide(run, kind, event.subject, notify && !lead.historic)
}

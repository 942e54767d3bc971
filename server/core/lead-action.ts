import { closeLead, openLead, write } from './lead.ts'
import { moneyOf } from './money.ts'
import type { Run } from './run.ts'
import type { ActionEntry, LeadDoc, LeadStand } from './types.ts'

/** What a person in sales does with a lead. Answers why it is refused, or null when done. */
export function act(run: Run, entry: ActionEntry): string | null {
  const lead = run.state.account.lead
  if (!lead || lead.no !== entry.leadNo) return 'A newer lead of this account has taken its place.'
  if (entry.action === 'undo') return undo(run, lead, entry)
  if (!openLead(run.state.account)) return `The lead is closed (${lead.status}). Undo reopens it.`
  const refusal = refusalOf(run, entry)
  if (refusal) return refusal
  const before = standOf(lead)
  perform(run, lead, entry)
  lead.before = before
  return null
}

function refusalOf(run: Run, { action, body }: ActionEntry): string | null {
  if (action === 'disqualify' && !body.reason) return 'Disqualifying needs a reason.'
  if (action === 'outcome' && !body.outcome) return 'An outcome is won or lost.'
  if (action !== 'snooze') return null
  const until = Date.parse(body.until ?? '')
  return until > run.at ? null : 'Snoozing needs an instant in the future.'
}

function standOf({ status, owner, dueAt, closedAt, snoozedUntil, outcome }: LeadDoc): LeadStand {
  return { status, owner, dueAt, closedAt, snoozedUntil, outcome }
}

function perform(run: Run, lead: LeadDoc, { action, by, body }: ActionEntry): void {
  const note = body.note ?? ''
  switch (action) {
    case 'claim':
      lead.owner = by
      lead.status = lead.status === 'contacted' ? 'contacted' : 'claimed'
      lead.snoozedUntil = null
      return write(run, lead, { action: 'claimed', note, by })
    case 'contact':
      lead.owner ??= by
      lead.status = 'contacted'
      lead.snoozedUntil = null
      return write(run, lead, { action: 'contacted', note, by })
    case 'snooze':
      lead.owner ??= by
      lead.status = 'snoozed'
      lead.snoozedUntil = Date.parse(body.until ?? '')
      return write(run, lead, { action: 'snoozed', note, by })
    case 'disqualify':
      lead.outcome = { reason: body.reason ?? null, note, amount: null, currency: null }
      return closeLead(run, {
        status: 'disqualified',
        by,
        note: [body.reason, note].filter(Boolean).join(': '),
      })
    case 'outcome':
      lead.outcome = { reason: body.reason ?? null, note, ...moneyOf(body.amount, null) }
      return closeLead(run, { status: body.outcome ?? 'lost', by, note: body.reason ?? note })
    case 'undo':
      return
    default:
      action satisfies never
  }
}

function undo(run: Run, lead: LeadDoc, { by }: ActionEntry): string | null {
  if (!lead.before) return 'There is nothing to undo.'
  const wasClosed = lead.closedAt !== null
  Object.assign(lead, lead.before)
  lead.before = null
  if (wasClosed) run.state.account.coolUntil = null
  write(run, lead, { action: 'undone', note: '', by })
  return null
}

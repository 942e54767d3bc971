import type { LeadAction, LeadActionBody, LeadSummary } from '../../wire/view.ts'
import { soon } from '../words/time.ts'

/** The fields that an action changes at once on screen, before the server has answered. */
export type Patch = Partial<Pick<LeadSummary, 'status' | 'owner' | 'snoozedUntil' | 'closedAt'>>

export type Action = { readonly action: Exclude<LeadAction, 'undo'>; readonly body: LeadActionBody }

const now = (): string => new Date().toISOString()

/** What the server will most likely answer; its answer replaces this. */
export const predict = (lead: LeadSummary, { action, body }: Action, me: string): Patch => {
  switch (action) {
    case 'claim':
      return { status: lead.status === 'contacted' ? 'contacted' : 'claimed', owner: me, snoozedUntil: null }
    case 'contact':
      return { status: 'contacted', owner: lead.owner ?? me, snoozedUntil: null }
    case 'snooze':
      return { status: 'snoozed', owner: lead.owner ?? me, snoozedUntil: body.until ?? null }
    case 'disqualify':
      return { status: 'disqualified', closedAt: now() }
    case 'outcome':
      return { status: body.outcome ?? 'won', closedAt: now() }
    default:
      return action satisfies never
  }
}

/** How the lead stood, to show while an undo is on its way. */
export const before = ({ status, owner, snoozedUntil, closedAt }: LeadSummary): Patch => ({
  status,
  owner,
  snoozedUntil,
  closedAt,
})

/** "Claimed Acme": the toast for an action that was done. */
export const doneWords = (company: string, { action, body }: Action): string => {
  switch (action) {
    case 'claim':
      return `Claimed ${company}`
    case 'contact':
      return `Marked ${company} as contacted`
    case 'snooze':
      return `Snoozed ${company}${body.until ? ` until ${soon(Date.parse(body.until))}` : ''}`
    case 'disqualify':
      return `Disqualified ${company}${body.reason ? `: ${body.reason}` : ''}`
    case 'outcome':
      return `Marked ${company} as ${body.outcome ?? 'won'}`
    default:
      return action satisfies never
  }
}

/** "Acme was not claimed": the toast for one that failed. */
export const failedWords = (company: string, action: LeadAction): string => {
  const verb: Readonly<Record<LeadAction, string>> = {
    claim: 'was not claimed',
    contact: 'was not marked as contacted',
    snooze: 'was not snoozed',
    disqualify: 'was not disqualified',
    outcome: 'was not closed',
    undo: 'could not be put back',
  }
  return `${company} ${verb[action]}.`
}

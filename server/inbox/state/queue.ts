import { HOUR } from '../../wire/limits.ts'
import type { LeadStatus, LeadSummary } from '../../wire/view.ts'
import type { Source } from './api.ts'

/** What the queue column lists. */
export type View = 'open' | 'mine' | 'unclaimed' | 'snoozed' | 'closed' | 'history'

export const VIEWS: Readonly<Record<View, { label: string; source: Source }>> = {
  open: { label: 'All open', source: 'open' },
  mine: { label: 'Mine', source: 'open' },
  unclaimed: { label: 'Unclaimed', source: 'open' },
  snoozed: { label: 'Snoozed', source: 'open' },
  closed: { label: 'Closed', source: 'closed' },
  history: { label: 'Imported history', source: 'history' },
}

export const STATUS: Readonly<Record<LeadStatus, { label: string; open: boolean }>> = {
  open: { label: 'Unclaimed', open: true },
  claimed: { label: 'Claimed', open: true },
  contacted: { label: 'Contacted', open: true },
  snoozed: { label: 'Snoozed', open: true },
  won: { label: 'Won', open: false },
  lost: { label: 'Lost', open: false },
  disqualified: { label: 'Disqualified', open: false },
  lapsed: { label: 'Lapsed', open: false },
  moved: { label: 'Moved', open: false },
}

/** A lead with less than this left is "due soon". */
export const SOON_AFTER = 4 * HOUR

export const isOpen = (lead: LeadSummary): boolean => STATUS[lead.status].open
const isWaiting = (lead: LeadSummary): boolean => isOpen(lead) && lead.status !== 'snoozed'

export const isInView = (lead: LeadSummary, view: View, me: string): boolean => {
  if (view === 'history') return lead.historic
  if (lead.historic) return false
  switch (view) {
    case 'open':
      return isWaiting(lead)
    case 'mine':
      return isWaiting(lead) && lead.owner === me
    case 'unclaimed':
      return isWaiting(lead) && lead.owner === null
    case 'snoozed':
      return lead.status === 'snoozed'
    case 'closed':
      return !isOpen(lead)
    default:
      return view satisfies never
  }
}

/** Every word of the query occurs in the company, the reason, the owner or the tier. */
export const matches = (lead: LeadSummary, query: string): boolean => {
  const text = [lead.company, lead.accountId, lead.reason, lead.owner, lead.tierLabel, lead.routeTo]
    .join(' ')
    .toLocaleLowerCase()
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export type Urgency = 'overdue' | 'soon' | 'asked' | 'later' | 'contacted'

/** The answer is still owed: nobody has contacted them, and the lead has a clock. */
export const isOwed = (lead: LeadSummary): boolean => lead.status === 'open' || lead.status === 'claimed'

export const urgencyOf = (lead: LeadSummary, now: number): Urgency => {
  if (!isOwed(lead)) return 'contacted'
  const left = lead.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(lead.dueAt) - now
  if (lead.breached || left < 0) return 'overdue'
  if (left <= SOON_AFTER) return 'soon'
  return lead.type === 'hand-raise' ? 'asked' : 'later'
}

const GROUPS: readonly (readonly [Urgency, string])[] = [
  ['overdue', 'Overdue'],
  ['soon', 'Due within 4 hours'],
  ['asked', 'Asked to talk'],
  ['later', 'Next'],
  ['contacted', 'Contacted, waiting'],
]

const dueOf = (lead: LeadSummary): number =>
  lead.dueAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(lead.dueAt)
const asks = (lead: LeadSummary): number => (lead.type === 'hand-raise' ? 0 : 1)

/** Hand-raises first, then what is due first, then the higher score; the id makes it total. */
const byUrgency = (a: LeadSummary, b: LeadSummary): number =>
  asks(a) - asks(b) || dueOf(a) - dueOf(b) || b.score - a.score || (a.id < b.id ? -1 : 1)
const changedAt = ({ closedAt, openedAt }: LeadSummary): number => Date.parse(closedAt ?? openedAt)
const byNewest = (a: LeadSummary, b: LeadSummary): number =>
  changedAt(b) - changedAt(a) || (a.id < b.id ? -1 : 1)
const byWaking = (a: LeadSummary, b: LeadSummary): number =>
  Date.parse(a.snoozedUntil ?? a.openedAt) - Date.parse(b.snoozedUntil ?? b.openedAt)

export type Group = { readonly id: string; readonly label: string; readonly leads: readonly LeadSummary[] }

const byStatus = (leads: readonly LeadSummary[]): Group[] =>
  (Object.keys(STATUS) as LeadStatus[]).map((status) => ({
    id: status,
    label: status === 'open' ? 'Open' : STATUS[status].label,
    leads: leads.filter((lead) => lead.status === status).sort(byNewest),
  }))

/** The rows of a view in the order a rep should work through them, under their headings; no empty group. */
export const groupsOf = (leads: readonly LeadSummary[], view: View, now: number): Group[] => {
  if (view === 'snoozed') return [{ id: 'snoozed', label: 'Wakes next', leads: [...leads].sort(byWaking) }]
  const groups =
    view === 'closed' || view === 'history'
      ? byStatus(leads)
      : GROUPS.map(([id, label]) => ({
          id,
          label,
          leads: leads.filter((lead) => urgencyOf(lead, now) === id).sort(byUrgency),
        }))
  return groups.filter((group) => group.leads.length > 0)
}

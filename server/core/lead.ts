import { OPEN_STATUSES } from '../wire/view.ts'
import { isForSales } from './account.ts'
import { explain } from './explain.ts'
import { isTrusted } from './member.ts'
import { dueAt, routeOf } from './route.ts'
import { decide, isEvaluated, type Run } from './run.ts'
import { earlier } from './time.ts'
import type { AccountDoc, EventEntry, LeadDoc, Subject } from './types.ts'
import { whyNow } from './why-now.ts'

const MESSAGE = 1000
const SIGNATURE = 100
/** The longest address that SMTP carries (RFC 5321). */
const ADDRESS = 254
/** Who acts when nobody does. */
export const TIDEMARK = 'Tidemark'
/** What the history says of a request that joins an open lead. */
export const ASKED = 'asked for sales'
/** What opens a lead, from the weakest to the strongest. */
const TYPES: readonly LeadDoc['type'][] = ['pql', 'pqa', 'hand-raise']

/** The lead that sales still has to act on. */
export function openLead(account: AccountDoc): LeadDoc | null {
  return account.lead && OPEN_STATUSES.includes(account.lead.status) ? account.lead : null
}

/** The next instant at which time alone changes the lead, or lets a new one open. */
export function leadDueAt(account: AccountDoc): number | null {
  const lead = openLead(account)
  if (!lead) return account.coolUntil
  const breach = lead.status === 'open' && lead.breachedAt === null ? lead.dueAt : null
  return earlier(breach, lead.status === 'snoozed' ? lead.snoozedUntil : null)
}

type Opening = {
  readonly type: LeadDoc['type']
  readonly subject: Subject
  readonly event: EventEntry | null
}

/** Opens a lead with its reasons, route and promise. */
export function open(run: Run, { type, subject, event }: Opening): void {
  const { account, members } = run.state
  const member = members.get(subject) ?? null
  const route = routeOf({ type, champion: member, account, at: run.at }, run.engine)
  const historic = account.historic
  const lead: LeadDoc = {
    no: account.nextLeadNo++,
    status: 'open',
    type,
    subject,
    tier: '',
    score: 0,
    reasons: [],
    reason: '',
    route: route?.id ?? '',
    owner: null,
    openedAt: run.at,
    updatedAt: run.at,
    dueAt: historic ? null : dueAt(type, route, run.engine, run.at),
    breachedAt: null,
    closedAt: null,
    snoozedUntil: null,
    verified: event !== null && event.trust !== 'browser',
    vouched: event !== null && event.trust !== 'browser',
    historic,
    generated: account.generated,
    message: event && messageOf(event),
    name: event && signatureOf(event),
    email: event && addressOf(event),
    movedTo: null,
    raisedAt: event ? run.at : null,
    outcome: null,
    history: [],
    before: null,
  }
  account.lead = lead
  account.coolUntil = null
  account.armed = false
  recount(run, lead)
  write(run, lead, { action: 'opened', note: type, by: TIDEMARK })
  decide(run, 'lead.qualified', subject, !historic)
}

/** What was sent by the contact form, and is of an event, stored or held. */
type Asking = Pick<EventEntry, 'properties'>

/** What was written in it. */
export function messageOf(event: Asking): string | null {
  return textOf(event, 'message', MESSAGE)
}

/** The name that was typed into the contact form. */
export function signatureOf(event: Asking): string | null {
  return textOf(event, 'name', SIGNATURE)
}

/** The address that was typed into the contact form. */
export function addressOf(event: Asking): string | null {
  return textOf(event, 'email', ADDRESS)
}

/** Plain text of bounded length; empty counts as none. */
function textOf({ properties }: Asking, property: string, atMost: number): string | null {
  const value = properties[property]
  const text = typeof value === 'string' ? value.trim().slice(0, atMost) : ''
  return text === '' ? null : text
}

/** A snoozed lead is somebody's again. */
export function wakeUp(lead: LeadDoc): void {
  lead.status = 'claimed'
  lead.snoozedUntil = null
  lead.before = null
}

/** A stronger kind makes a new promise. Live evidence makes a historic lead live: for sales it is new. */
export function rise(run: Run, lead: LeadDoc, type: LeadDoc['type']): 'lead.qualified' | 'lead.updated' {
  const { account, members } = run.state
  const isNew = lead.historic && !account.historic
  if (isNew) Object.assign(lead, { historic: false, generated: account.generated })
  if (TYPES.indexOf(type) > TYPES.indexOf(lead.type)) lead.type = type
  const champion = isEvaluated(run, lead.subject) ? (members.get(lead.subject) ?? null) : null
  const route = routeOf({ type: lead.type, champion, account, at: run.at }, run.engine)
  lead.route = route?.id ?? ''
  if (!lead.historic && lead.status === 'open') {
    const promised = lead.breachedAt === null ? lead.dueAt : null
    lead.dueAt = earlier(promised, dueAt(lead.type, route, run.engine, run.at))
    lead.breachedAt = null
  }
  return isNew ? 'lead.qualified' : 'lead.updated'
}

/**
 * Score and reasons of the champion, as of now; and whether anything vouches for them, if they did not ask themselves.
 * Nothing changes unless the champion was evaluated at this instant.
 */
export function recount(run: Run, lead: LeadDoc): void {
  const member = isEvaluated(run, lead.subject) ? run.state.members.get(lead.subject) : null
  if (!member) return
  const asked = { member, account: run.state.account, at: run.at }
  const told = explain(member, asked.account, run.engine, run.at)
  lead.score = told.score
  lead.tier = told.tier
  lead.reasons = told.ledger
  lead.reason = whyNow(asked, told.ledger, run.engine)
  if (lead.type === 'hand-raise') return
  lead.verified = isTrusted(member)
  lead.vouched = lead.verified
}

export type Closing = {
  readonly status: 'won' | 'lost' | 'disqualified' | 'lapsed' | 'moved'
  readonly by: string
  readonly note: string
}

/** Closes the open lead. After an outcome a cool-down runs; a lead that merely lapsed or moved may open again at once. */
export function closeLead(run: Run, { status, by, note }: Closing): void {
  const { account } = run.state
  const lead = openLead(account)
  if (!lead) return
  lead.status = status
  lead.closedAt = run.at
  lead.snoozedUntil = null
  account.armed = !isForSales(account)
  if (status !== 'lapsed' && status !== 'moved') account.coolUntil = run.at + run.engine.coolDown
  write(run, lead, { action: status, note, by })
  decide(run, 'lead.closed', lead.subject, !lead.historic)
}

/** Marks the lead as changed: its row must be written. */
export function touch(run: Run, lead: LeadDoc): void {
  lead.updatedAt = run.at
  run.leadChanged = true
}

const HISTORY = 200

/** One line of the lead's history: what happened, when and by whom. */
export function write(run: Run, lead: LeadDoc, line: Omit<LeadDoc['history'][number], 'at'>): void {
  touch(run, lead)
  lead.history.push({ at: run.at, ...line })
  if (lead.history.length > HISTORY) lead.history.splice(1, 1)
}

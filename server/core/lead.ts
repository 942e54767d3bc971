import { OPEN_STATUSES } from '../wire/view.ts'
import { isCounted } from './account.ts'
import { explain } from './explain.ts'
import { isTrusted, traitOf } from './member.ts'
import { dueAt, routeOf } from './route.ts'
import { decide, type Run } from './run.ts'
import { dayOf, earlier } from './time.ts'
import type { AccountDoc, EventEntry, LeadDoc, MemberDoc, Subject } from './types.ts'

const MESSAGE = 1000
/** Who acts when nobody does. */
export const TIDEMARK = 'Tidemark'
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

/** Wakes a snoozed lead and notes a broken promise, when their instants have come. */
export function tickLead(run: Run): void {
  const lead = openLead(run.state.account)
  if (!lead) return
  if (lead.status === 'snoozed' && lead.snoozedUntil !== null && lead.snoozedUntil <= run.at) wake(run, lead)
  if (lead.status !== 'open' || lead.breachedAt !== null || lead.dueAt === null || lead.dueAt > run.at) return
  lead.breachedAt = run.at
  touch(run, lead)
  decide(run, 'lead.breached', lead.subject, !lead.historic)
}

function wakeUp(lead: LeadDoc): void {
  lead.status = 'claimed'
  lead.snoozedUntil = null
  lead.before = null
}

function wake(run: Run, lead: LeadDoc): void {
  wakeUp(lead)
  write(run, lead, { action: 'woke', note: '', by: TIDEMARK })
  decide(run, 'lead.updated', lead.subject, !lead.historic)
}

/** After every change: lapses, opens, or joins what is new to the open lead. */
export function review(run: Run): void {
  const { account } = run.state
  const lead = openLead(account)
  const isDue = account.sums.sales > 0
  if (!isDue) account.armed = true
  if (lead) {
    const isUntouched = lead.status === 'open' && lead.type !== 'hand-raise'
    if (!isDue && isUntouched) closeLead(run, { status: 'lapsed', by: TIDEMARK, note: '' })
    else join(run, lead)
    return
  }
  if (!isDue || !account.armed || !account.live || !run.mayOpen) return
  if (account.coolUntil !== null && run.at < account.coolUntil) return
  const champion = championOf(run)
  if (champion !== null)
    open(run, { type: account.qualified ? 'pqa' : 'pql', subject: champion, event: null })
}

/** The best of those evaluated now who stand at the sales tier. */
function championOf(run: Run): Subject | null {
  let best: Subject | null = null
  let score = Number.NEGATIVE_INFINITY
  for (const subject of run.evaluated) {
    const summary = run.state.members.get(subject)?.summary
    if (!summary?.sales || !isCounted(summary, run.engine)) continue
    if (best !== null && (summary.score < score || (summary.score === score && subject > best))) continue
    best = subject
    score = summary.score
  }
  return best
}

type Opening = {
  readonly type: LeadDoc['type']
  readonly subject: Subject
  readonly event: EventEntry | null
}

function open(run: Run, { type, subject, event }: Opening): void {
  const { account, members } = run.state
  const member = members.get(subject) ?? null
  const route = routeOf({ type, champion: member, sums: account.sums }, run.engine)
  const historic = account.historic
  const lead: LeadDoc = {
    no: account.nextLeadNo++,
    status: 'open',
    type,
    subject,
    tier: '',
    score: 0,
    reasons: [],
    route: route?.id ?? '',
    owner: null,
    openedAt: run.at,
    updatedAt: run.at,
    dueAt: historic ? null : dueAt(type, route, run.engine, run.at),
    breachedAt: null,
    closedAt: null,
    snoozedUntil: null,
    verified: event ? event.trust !== 'browser' : member !== null && isTrusted(member),
    historic,
    generated: event?.generated === true || (member !== null && isGenerated(member, account)),
    message: event && messageOf(event),
    movedTo: null,
    raisedAt: event ? run.at : null,
    outcome: null,
    history: [],
    before: null,
  }
  account.lead = lead
  account.coolUntil = null
  account.armed = false
  recount(run, lead, member)
  write(run, lead, { action: 'opened', note: type, by: TIDEMARK })
  decide(run, 'lead.qualified', subject, !historic)
}

const isGenerated = (member: MemberDoc, account: AccountDoc): boolean =>
  traitOf(member, account, 'generated') === true

/** A person asked for sales: any score opens a lead, or joins the open one. */
export function raise(run: Run, event: EventEntry): void {
  const { account } = run.state
  if (!event.counts) return
  const lead = openLead(account)
  if (!lead) {
    open(run, { type: 'hand-raise', subject: event.subject, event })
    return
  }
  const verified = event.trust !== 'browser'
  const isFirstToday = lead.raisedAt === null || dayOf(lead.raisedAt) !== dayOf(run.at)
  const notify = (verified || isFirstToday) && !event.historic
  lead.message = messageOf(event) ?? lead.message
  lead.subject = event.subject
  lead.verified = lead.type === 'hand-raise' && lead.verified ? true : verified
  if (notify) lead.raisedAt = run.at
  if (lead.status === 'snoozed') wakeUp(lead)
  const kind = rise(run, lead, 'hand-raise')
  recount(run, lead, run.state.members.get(event.subject) ?? null)
  write(run, lead, { action: 'asked for sales', note: '', by: TIDEMARK })
  decide(run, kind, event.subject, notify && !lead.historic)
}

/** Plain text of bounded length; empty counts as none. */
function messageOf(event: EventEntry): string | null {
  const message = event.properties['message']
  const text = typeof message === 'string' ? message.trim().slice(0, MESSAGE) : ''
  return text === '' ? null : text
}

/** New evidence: silent, unless it makes the lead a stronger kind. */
function join(run: Run, lead: LeadDoc): void {
  const { account, members } = run.state
  const rival = championOf(run)
  const rivalScore = rival === null ? Number.NEGATIVE_INFINITY : (members.get(rival)?.summary.score ?? 0)
  if (rival !== null && rivalScore > lead.score && lead.type !== 'hand-raise') lead.subject = rival
  const member = run.evaluated.includes(lead.subject) ? members.get(lead.subject) : null
  if (member && (member.summary.score !== lead.score || member.summary.tier !== lead.tier)) {
    recount(run, lead, member)
    touch(run, lead)
  }
  if (!account.qualified || !account.live || lead.type !== 'pql' || run.evaluated.length === 0) return
  const kind = rise(run, lead, 'pqa')
  write(run, lead, { action: 'became an account lead', note: '', by: TIDEMARK })
  decide(run, kind, lead.subject, !lead.historic)
}

/** A stronger kind makes a new promise. Live evidence makes a historic lead live: for sales it is new. */
function rise(run: Run, lead: LeadDoc, type: LeadDoc['type']): 'lead.qualified' | 'lead.updated' {
  const { account, members } = run.state
  const isNew = lead.historic && !account.historic
  if (isNew) lead.historic = false
  if (TYPES.indexOf(type) > TYPES.indexOf(lead.type)) lead.type = type
  const champion = run.evaluated.includes(lead.subject) ? (members.get(lead.subject) ?? null) : null
  const route = routeOf({ type: lead.type, champion, sums: account.sums }, run.engine)
  lead.route = route?.id ?? ''
  if (!lead.historic && lead.status === 'open') {
    const promised = lead.breachedAt === null ? lead.dueAt : null
    lead.dueAt = earlier(promised, dueAt(lead.type, route, run.engine, run.at))
    lead.breachedAt = null
  }
  return isNew ? 'lead.qualified' : 'lead.updated'
}

/** Score and reasons of the champion, as of now. */
function recount(run: Run, lead: LeadDoc, member: MemberDoc | null): void {
  if (!member) return
  const told = explain(member, run.state.account, run.engine, run.at)
  lead.score = told.score
  lead.tier = told.tier
  lead.reasons = told.ledger
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
  account.armed = account.sums.sales === 0
  if (status !== 'lapsed' && status !== 'moved') account.coolUntil = run.at + run.engine.coolDown
  write(run, lead, { action: status, note, by })
  decide(run, 'lead.closed', lead.subject, !lead.historic)
}

function touch(run: Run, lead: LeadDoc): void {
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

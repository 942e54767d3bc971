import type { LaneNews } from '../commands.ts'
import { earlier } from '../core/time.ts'
import type { AccountDoc, Decision, LeadDoc, State, StepResult } from '../core/types.ts'
import { type Book, toRow } from '../identity/book.ts'
import { leadIdOf } from '../lead-id.ts'
import { writeAccounts } from '../store/accounts.ts'
import { appendJournal } from '../store/journal.ts'
import { insertDecisions, insertOutbox, type NewMessage, writeLeads } from '../store/leads.ts'
import { removeMembers, writeMembers } from '../store/members.ts'
import type { Session } from '../store/store.ts'
import { insertSubjects, updateSubjects } from '../store/subjects.ts'
import type { DecisionRow, JournalRow, LeadRow, MemberRow } from '../store/tables.ts'
import { MINUTE } from '../wire/limits.ts'

/** What one transaction changed, gathered while stepping and written at its end. */
export type Record = {
  readonly journal: JournalRow[]
  readonly touched: Map<State, Set<string>>
  readonly leads: Map<string, { readonly account: string; readonly lead: LeadDoc }>
  readonly decisions: Decision[]
  /** What sales is to be told, and of which account. */
  readonly notices: { readonly decision: Decision; readonly state: State }[]
}

export const newRecord = (): Record => ({
  journal: [],
  touched: new Map(),
  leads: new Map(),
  decisions: [],
  notices: [],
})

type Done = Extract<StepResult, { kind: 'done' }>

/** Notes what a step did. */
export const note = (record: Record, state: State, done: Done): void => {
  const touched = record.touched.get(state)
  if (touched) for (const subject of done.touched) touched.add(subject)
  else record.touched.set(state, new Set(done.touched))
  for (const decision of done.decisions) {
    record.decisions.push(decision)
    if (decision.lead) noteLead(record, state.key, decision.lead)
    if (decision.notify) record.notices.push({ decision, state })
  }
  const { lead } = state.account
  if (done.leadChanged && lead) noteLead(record, state.key, lead)
}

const noteLead = (record: Record, account: string, lead: LeadDoc): void => {
  record.leads.set(leadIdOf(account, lead.no), { account, lead })
}

/** Writes it all. Journal rows and subjects may have been written before, by `writeJournal` and `writeSubjects`. */
export const writeRecord = async (
  session: Session,
  record: Record,
  { now, messages }: { readonly now: number; readonly messages: readonly NewMessage[] },
): Promise<void> => {
  await writeJournal(session, record)
  await writeProfiles(session, record, now)
  if (record.leads.size > 0) await writeLeads(session, [...record.leads.values()].map(leadRow))
  if (record.decisions.length > 0) await insertDecisions(session, record.decisions.map(decisionRow))
  if (messages.length > 0) await insertOutbox(session, messages)
}

export const writeJournal = async (session: Session, record: Record): Promise<void> => {
  if (record.journal.length > 0) await appendJournal(session, record.journal.splice(0))
}

/** Subjects that changed, by ascending id: the order in which every process takes them. */
export const writeSubjects = async (session: Session, book: Book): Promise<void> => {
  const changed = [...book.changed].sort((a, b) => (a.id < b.id ? -1 : 1))
  book.changed.clear()
  const fresh = changed.filter((known) => !known.isStored)
  const stored = changed.filter((known) => known.isStored)
  if (fresh.length > 0) await insertSubjects(session, fresh.map(toRow))
  if (stored.length > 0) await updateSubjects(session, stored.map(toRow))
  for (const known of fresh) known.isStored = true
}

const writeProfiles = async (session: Session, record: Record, now: number): Promise<void> => {
  const members: MemberRow[] = []
  const gone: [account: string, subject: string][] = []
  for (const [state, subjects] of record.touched)
    for (const subject of subjects) {
      const member = state.members.get(subject)
      if (!member) continue
      if (member.named || member.loose)
        members.push({ account: state.key, subject, doc: JSON.stringify(member), due_at: member.dueAt })
      else gone.push([state.key, subject])
    }
  if (members.length > 0) await writeMembers(session, members)
  if (gone.length > 0) await removeMembers(session, gone)
  const accounts = [...record.touched.keys()]
  if (accounts.length > 0)
    await writeAccounts(
      session,
      accounts.map((state) => accountRow(state, now)),
    )
}

/** An import may not be over: time passes in its accounts with its events, and by itself only once it has been quiet. */
const QUIET = MINUTE

const dueOf = ({ dueAt, historic }: AccountDoc, now: number): number | null =>
  dueAt !== null && historic ? Math.max(dueAt, now + QUIET) : dueAt

const accountRow = ({ key, account }: State, now: number) => ({
  key,
  doc: JSON.stringify(account),
  due_at: dueOf(account, now),
  touched: now,
})

const leadRow = ({ account, lead }: { readonly account: string; readonly lead: LeadDoc }): LeadRow => ({
  account,
  no: lead.no,
  status: lead.status,
  historic: lead.historic ? 1 : 0,
  opened_at: lead.openedAt,
  due_at: lead.dueAt,
  doc: JSON.stringify(lead),
})

const decisionRow = (decision: Decision): DecisionRow => ({
  id: decision.id,
  account: decision.account,
  at: decision.at,
  kind: decision.kind,
  subject: decision.subject,
  lead_no: decision.lead?.no ?? null,
  notify: decision.notify ? 1 : 0,
})

/** What the inbox and the workers want to know once this is committed. */
export const newsOf = (record: Record): LaneNews => {
  let dueAt: number | null = null
  for (const state of record.touched.keys()) dueAt = earlier(dueAt, state.account.dueAt)
  return { leads: [...record.leads.keys()], outbox: record.notices.length > 0, dueAt }
}

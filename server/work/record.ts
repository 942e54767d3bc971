import type { LaneNews } from '../commands.ts'
import { earlier } from '../core/time.ts'
import type { AccountDoc, Decision, LeadDoc, StepResult } from '../core/types.ts'
import { type Book, toRow } from '../identity/book.ts'
import { leadIdOf } from '../lead-id.ts'
import { writeAccounts } from '../store/accounts.ts'
import { appendJournal } from '../store/journal.ts'
import { insertDecisions, insertOutbox, type NewMessage, writeLeads } from '../store/leads.ts'
import { removeMembers, writeMembers } from '../store/members.ts'
import { rememberMessages } from '../store/seen.ts'
import type { Session } from '../store/store.ts'
import { insertSubjects, updateSubjects } from '../store/subjects.ts'
import type { AccountRow, DecisionRow, JournalRow, LeadRow, MemberRow, SeenRow } from '../store/tables.ts'
import { together } from '../store/together.ts'
import { DAY } from '../wire/limits.ts'
import { restsUntil } from './import-rest.ts'
import type { Held, Touched } from './room.ts'

/** What one transaction changed, gathered while stepping and written at its end. */
export type Record = {
  readonly journal: JournalRow[]
  /** Accepted messages, for the index. */
  readonly messages: SeenRow[]
  readonly touched: Touched
  /** Accounts whose profiles the journal alone cannot give back: never written later. */
  readonly atOnce: Set<Held>
  readonly leads: Map<string, { readonly account: string; readonly lead: LeadDoc }>
  readonly decisions: Decision[]
  /** What sales is to be told, and of which account. */
  readonly notices: { readonly decision: Decision; readonly state: Held }[]
}

export const newRecord = (): Record => ({
  journal: [],
  messages: [],
  touched: new Map(),
  atOnce: new Set(),
  leads: new Map(),
  decisions: [],
  notices: [],
})

type Done = Extract<StepResult, { kind: 'done' }>

/** Notes what a step did. */
export const note = (record: Record, state: Held, done: Done): void => {
  state.dueAt = dueOf(state.account)
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

/** Notes members that were folded anew: their documents changed, whether a step found a difference or not. */
export const noteRefolded = ({ touched }: Record, refolded: Touched): void => {
  for (const [held, subjects] of refolded)
    touched.set(held, new Set([...(touched.get(held) ?? []), ...subjects]))
}

const dueOf = (account: AccountDoc): number | null =>
  account.dueAt === null ? null : Math.max(account.dueAt, restsUntil(account))

const noteLead = (record: Record, account: string, lead: LeadDoc): void => {
  record.leads.set(leadIdOf(account, lead.no), { account, lead })
}

/** What was decided, as rows. */
export type DecidedRows = {
  readonly leads: readonly LeadRow[]
  readonly decisions: readonly DecisionRow[]
  readonly messages: readonly NewMessage[]
}

export const decidedRows = (record: Record, messages: readonly NewMessage[]): DecidedRows => ({
  leads: [...record.leads.values()].map(leadRow),
  decisions: record.decisions.map(decisionRow),
  messages,
})

/** Writes what was decided. */
export const writeDecisions = async (
  session: Session,
  { leads, decisions, messages }: DecidedRows,
): Promise<void> => {
  await together([
    writeLeads(session, leads),
    insertDecisions(session, decisions),
    insertOutbox(session, messages),
  ])
}

export const writeJournal = async (session: Session, { journal }: Record): Promise<void> => {
  if (journal.length > 0) await appendJournal(session, journal.splice(0))
}

/** Accepted messages of any order, in the one in which every process takes them. */
export const writeMessages = async (session: Session, messages: readonly SeenRow[]): Promise<void> => {
  if (messages.length > 0) await rememberMessages(session, messages.toSorted(byMessage))
}

const byMessage = (a: SeenRow, b: SeenRow): number =>
  a.sender === b.sender ? compare(a.message_id, b.message_id) : compare(a.sender, b.sender)

const compare = (a: string, b: string): number => (a < b ? -1 : 1)

/** Subjects that changed, by ascending id: the order in which every process takes them. */
export const writeSubjects = async (session: Session, book: Book): Promise<void> => {
  const changed = [...book.changed].sort((a, b) => (a.id < b.id ? -1 : 1))
  book.changed.clear()
  const fresh = changed.filter((known) => !known.isStored)
  const stored = changed.filter((known) => known.isStored)
  await together([insertSubjects(session, fresh.map(toRow)), updateSubjects(session, stored.map(toRow))])
  for (const known of fresh) known.isStored = true
}

/** Documents as rows; `gone` are members without parts, whose rows are removed. */
export type ProfileRows = {
  readonly members: readonly MemberRow[]
  readonly gone: readonly (readonly [account: string, subject: string])[]
  readonly accounts: readonly AccountRow[]
}

/** The documents of these accounts and members, by ascending key. */
export const profileRows = (profiles: Touched): ProfileRows => {
  const members: MemberRow[] = []
  const gone: [account: string, subject: string][] = []
  const accounts = [...profiles.keys()].sort((a, b) => compare(a.key, b.key))
  for (const held of accounts)
    for (const subject of [...(profiles.get(held) ?? [])].sort(compare)) {
      const member = held.members.get(subject)
      if (!member) continue
      if (member.named || member.loose)
        members.push({
          account: held.key,
          subject,
          doc: JSON.stringify(member),
          due_at: dayBefore(member.dueAt),
        })
      else gone.push([held.key, subject])
    }
  return { members, gone, accounts: accounts.map(accountRow) }
}

export const writeProfileRows = async (
  session: Session,
  { members, gone, accounts }: ProfileRows,
): Promise<void> => {
  await together([
    writeMembers(session, members),
    removeMembers(session, gone),
    writeAccounts(session, accounts),
  ])
}

export const writeProfiles = (session: Session, profiles: Touched): Promise<void> =>
  writeProfileRows(session, profileRows(profiles))

/**
 * The document has the instant. Its column says the day: what finds members by it reads a few more, and a document that
 * changes within a day leaves every index as it is.
 */
const dayBefore = (dueAt: number | null): number | null => (dueAt === null ? null : dueAt - (dueAt % DAY))

const accountRow = ({ key, account, dueAt, seq }: Held): AccountRow => ({
  key,
  doc: JSON.stringify(account),
  due_at: dueAt,
  seq,
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
  for (const state of record.touched.keys()) dueAt = earlier(dueAt, state.dueAt)
  return { leads: [...record.leads.keys()], outbox: record.notices.length > 0, dueAt }
}

import type { Whom } from '../commands.ts'
import type { LeadDoc } from '../core/types.ts'
import { homeIn, lookUp, newBook, readInto } from '../identity/book.ts'
import { isAnonymous, singletonOf } from '../intake/subject-id.ts'
import { basesOf, basesOfAccounts, holdBase } from '../store/base.ts'
import {
  decisionsOfAccounts,
  deliveriesOfAccounts,
  journalOfAccounts,
  leadsOfAccounts,
} from '../store/erasure.ts'
import { heldOf } from '../store/held.ts'
import { FLAGS, journalOf } from '../store/journal.ts'
import { accountsOf, findMembers } from '../store/members.ts'
import { readPromptStates } from '../store/prompt-states.ts'
import type { Session } from '../store/store.ts'
import { findSubject } from '../store/subjects.ts'
import type {
  BaseRow,
  DecisionRow,
  HeldRow,
  JournalRow,
  LeadRow,
  OutboxTableRow,
  PromptStateRow,
} from '../store/tables.ts'
import type { BaseDoc } from '../work/base.ts'
import { isEventRow } from '../work/entry.ts'
import { sendersOf } from '../work/refold.ts'

/** Everything that is kept about a person or an account. */
export type Scope = {
  /** What they sent, and what was done to their leads. */
  readonly journal: readonly JournalRow[]
  /** What is left of what they sent before the journal begins. */
  readonly bases: readonly BaseRow[]
  /** Of whom everything is in the scope, under every id. */
  readonly subjects: readonly string[]
  /** People of an erased account who belong to others too. */
  readonly others: readonly string[]
  /** Where any of that lies. */
  readonly accounts: readonly string[]
  readonly leads: readonly LeadRow[]
  readonly decisions: readonly DecisionRow[]
  readonly deliveries: readonly OutboxTableRow[]
  /** Which prompts they saw, clicked and dismissed. */
  readonly promptStates: readonly PromptStateRow[]
  /** Requests for sales that were held for review. */
  readonly held: readonly HeldRow[]
  readonly emails: readonly string[]
}

/** Null when nobody of that name is known. */
export const scopeOf = (session: Session, whom: Whom): Promise<Scope | null> =>
  whom.kind === 'user' ? scopeOfUser(session, whom.id) : scopeOfAccount(session, whom.id)

const scopeOfUser = async (session: Session, userId: string): Promise<Scope | null> => {
  // Somebody whose one request was held is known by that alone.
  const held = await heldOf(session.db, { senders: [userId], account: null })
  const root = (await ownerOf(session, userId)) ?? (held.length > 0 ? userId : null)
  if (root === null) return null
  const subjects = await sendersOf(session, root)
  const bases = await basesOf(session, subjects)
  const journal = await journalOf(session, subjects)
  const members = await accountsOf(session, subjects)
  const places = [...bases, ...journal, ...members].map(({ account }) => account)
  const accounts = places.length > 0 ? unique(places) : [singletonOf(root)]
  return withSales(session, { journal, bases, subjects, others: [], accounts, whole: null })
}

/** Whose events somebody's are: one who was merged into another is that other. */
const ownerOf = async (session: Session, id: string): Promise<string | null> => {
  let row = isAnonymous(id) ? undefined : await findSubject(session.db, id)
  for (const met = new Set<string>(); row?.claimed_by && !met.has(row.id); ) {
    met.add(row.id)
    row = await findSubject(session.db, row.claimed_by)
  }
  return row?.id ?? null
}

const scopeOfAccount = async (session: Session, key: string): Promise<Scope | null> => {
  await holdBase(session)
  const members = await findMembers(session.db, key)
  const said = await journalOfAccounts(session.db, [key])
  const bases = await basesOfAccounts(session.db, [key])
  // An account of which one request was held is known by that alone.
  const held = await heldOf(session.db, { senders: [], account: key })
  if (members.length + said.length + bases.length + held.length === 0) return null
  const journal = new Map(said.map((row) => [row.seq, row]))
  const subjects: string[] = []
  const others = new Set<string>()
  for (const { subject } of members) {
    const senders = await sendersOf(session, subject)
    const rows = await journalOf(session, senders)
    const isElsewhere = (await accountsOf(session, [subject])).some(({ account }) => account !== key)
    if (isElsewhere) others.add(subject)
    else subjects.push(...senders)
    const book = newBook(null)
    await readInto(book, session, [subject])
    const isHome = homeIn(lookUp(book, subject)) === key
    const isOurs = (isNamed: boolean, account: string) => !isElsewhere || (isNamed ? account === key : isHome)
    for (const row of rows)
      if (isOurs((row.flags & FLAGS.named) !== 0, row.account)) journal.set(row.seq, row)
    for (const row of await basesOf(session, senders))
      if (row.account !== key && isOurs(row.named === 1, row.account)) bases.push(row)
  }
  for (const { subject } of [...said, ...bases])
    if (subject !== '' && !subjects.includes(subject)) others.add(subject)
  const rows = [...journal.values()].sort((a, b) => a.seq - b.seq)
  const accounts = unique([key, ...[...rows, ...bases].map(({ account }) => account)])
  return withSales(session, { journal: rows, bases, subjects, others: [...others], accounts, whole: key })
}

type Events = Pick<Scope, 'journal' | 'bases' | 'subjects' | 'others' | 'accounts'> & {
  readonly whole: string | null
}

/** Leads, decisions and deliveries about these people, or of the whole account; and sales' actions on those leads. */
const withSales = async (session: Session, { whole, ...events }: Events): Promise<Scope> => {
  const { db } = session
  const { subjects, accounts } = events
  const isTheirs = (account: string, subject: string) => account === whole || subjects.includes(subject)
  const leads = (await leadsOfAccounts(db, accounts)).filter(({ account, doc }) =>
    isTheirs(account, (JSON.parse(doc) as LeadDoc).subject),
  )
  const isOfLead = (account: string, no: number | null) =>
    leads.some((lead) => lead.account === account && lead.no === no)
  const decisions = (await decisionsOfAccounts(db, accounts)).filter(
    ({ account, subject, lead_no }) => isTheirs(account, subject) || isOfLead(account, lead_no),
  )
  const deliveries = (await deliveriesOfAccounts(db, accounts)).filter(
    ({ account, body, lead_no }) => isTheirs(account, championIn(body)) || isOfLead(account, lead_no),
  )
  const actions = (await journalOfAccounts(db, accounts)).filter(
    ({ kind, account, body }) =>
      kind === 'action' && isOfLead(account, (JSON.parse(body) as { leadNo: number }).leadNo),
  )
  const journal = unique([...events.journal, ...actions])
  const promptStates = await readPromptStates(session, [
    ...subjects.flatMap((id) => [
      { kind: 'user' as const, id },
      { kind: 'touched' as const, id: singletonOf(id) },
    ]),
    ...(whole === null ? [] : (['account', 'touched'] as const).map((kind) => ({ kind, id: whole }))),
  ])
  return {
    ...events,
    journal,
    leads,
    decisions,
    deliveries,
    promptStates,
    held: await heldOf(db, { senders: subjects, account: whole }),
    emails: emailsIn(events),
  }
}

const championIn = (body: string): string =>
  (JSON.parse(body) as { data: { userId: string | null } }).data.userId ?? ''

/** The addresses that they, and nobody else, said were theirs. */
const emailsIn = ({ journal, bases, subjects }: Pick<Scope, 'journal' | 'bases' | 'subjects'>): string[] => {
  const isTheirs = (row: BaseRow | JournalRow) => subjects.includes(row.subject)
  const said = journal
    .filter((row) => isEventRow(row) && isTheirs(row))
    .map(({ body }) => (JSON.parse(body) as { traits?: { email?: unknown } }).traits?.email)
  const older = bases
    .filter(isTheirs)
    .map(({ doc }) => (JSON.parse(doc) as BaseDoc).profile?.traits['email']?.value)
  return unique(
    [...said, ...older].filter((email): email is string => typeof email === 'string' && email.includes('@')),
  )
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)]

import type { LaneNews, Whom } from '../commands.ts'
import { isoOf } from '../edge-values.ts'
import { lookUp, readInto } from '../identity/book.ts'
import { learn } from '../identity/place.ts'
import { inherit, newSubject } from '../identity/subject.ts'
import { refoldPromptStates } from '../prompts/keep-states.ts'
import { basesOf, basesOfAccounts, removeBases, writeBases } from '../store/base.ts'
import {
  deliveriesOfAccounts,
  journalOfAccounts,
  leadsOfAccounts,
  overwriteDeleted,
  removeAccount,
  removeById,
  removeJournal,
  removeLead,
  removeMessages,
  removeSessions,
  removeStripeLinks,
  removeSubjects,
  rewriteDelivery,
  rewriteJournal,
  rewriteLead,
  stopOverwriting,
} from '../store/erasure.ts'
import { drawSeqs, journalOf } from '../store/journal.ts'
import { accountsOf } from '../store/members.ts'
import { removePromptStates } from '../store/prompt-states.ts'
import type { Session } from '../store/store.ts'
import type { JournalRow } from '../store/tables.ts'
import type { Erasure } from '../wire/operations.ts'
import { promptsIn, saidIn } from '../work/base.ts'
import { fromJournal, isEventRow } from '../work/entry.ts'
import { forget } from '../work/flush.ts'
import { leftOf, sendersOf } from '../work/refold.ts'
import { type Held, stateOf } from '../work/room.ts'
import { type Tools, transact } from '../work/transact.ts'
import type { Work } from '../work/work.ts'
import { foldAnew, foldMoved, type Rest } from './fold-others.ts'
import { redact, redactBase, redactMessage } from './redact.ts'
import { type Scope, scopeOf } from './scope.ts'

/**
 * Removes everything about a person or an account in one transaction, folds anew what others' profiles had from them, and
 * leaves a tombstone that names nobody. Answers what was removed; null when nobody of that name is known.
 */
export const erase = async (
  tools: Tools,
  { whom, now }: { readonly whom: Whom; readonly now: number },
  onNews: (news: LaneNews) => void,
): Promise<Erasure | null> => {
  await forget(tools)
  const isFile = tools.store.dialect === 'sqlite'
  if (isFile) await overwriteDeleted(tools.store.db)
  try {
    const { result, news } = await transact(tools, { accounts: [], now }, (work) => eraseIn(work, whom))
    if (result) onNews(news)
    return result && { ...result, id: whom.id, at: isoOf(now) }
  } finally {
    await forget(tools)
    if (isFile) await stopOverwriting(tools.store.db)
  }
}

const eraseIn = async (work: Work, whom: Whom): Promise<Omit<Erasure, 'id' | 'at'> | null> => {
  const { session } = work.room
  const scope = await scopeOf(session, whom)
  if (!scope) return null
  const states: Held[] = []
  for (const account of scope.accounts) states.push(await stateOf(work.room, account))
  const removed = await remove(work, scope, whom)
  for (const subject of scope.others) await relearn(work, subject)
  const rest = await redactOthers(work, scope)
  let refolded = 0
  for (const state of states)
    if (state.key === whom.id && whom.kind === 'account') await removeAccount(session.db, state.key)
    else if (await foldAnew(work, state, { scope, ...rest })) refolded += 1
  refolded += await foldMoved(work, scope, rest)
  const seq = await bury(work, removed)
  const left = await scopeOf(session, whom)
  return { removed, refolded, seq, left: left ? left.journal.length + left.subjects.length : 0 }
}

/** What prompts know of the erased goes; of who belongs to other accounts too, what is left is folded anew. */
const forgetPrompts = async (session: Session, { promptStates, others }: Scope): Promise<void> => {
  await removePromptStates(session, promptStates)
  for (const subject of others) {
    const senders = await sendersOf(session, subject)
    const older = (await basesOf(session, senders)).flatMap(promptsIn)
    await refoldPromptStates(session, senders, { rows: await journalOf(session, senders), older })
  }
}

const remove = async ({ room: { session } }: Work, scope: Scope, whom: Whom): Promise<Erasure['removed']> => {
  const { journal, bases, subjects, leads, decisions, deliveries, emails } = scope
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  const events = journal.filter(isEventRow)
  const profiles = await accountsOf(session, subjects)
  await removeMessages(session, events)
  await removeJournal(session, journal)
  await removeBases(session, bases)
  await removeById(session.db, 'held', ids(scope.held))
  await forgetPrompts(session, scope)
  await removeSubjects(session, subjects)
  for (const lead of leads) await removeLead(session.db, lead)
  await removeById(session.db, 'decision', ids(decisions))
  await removeById(session.db, 'outbox', ids(deliveries))
  return {
    events: events.length,
    actions: journal.length - events.length,
    summaries: bases.length,
    heldRequests: scope.held.length,
    ids: subjects.length,
    profiles: profiles.length,
    leads: leads.length,
    decisions: decisions.length,
    deliveries: deliveries.length,
    promptStates: scope.promptStates.length,
    sessions: await removeSessions(session.db, emails),
    stripeCustomers: await removeStripeLinks(session.db, [whom.id, ...subjects]),
  }
}

/** Where somebody belongs who keeps other accounts, by what is left of what was said. */
const relearn = async (work: Work, subject: string): Promise<void> => {
  const { session } = work.room
  const { bases, rows } = await leftOf(work.room, subject)
  await readInto(work.book, session, [subject])
  if (bases.length + rows.length === 0) return removeSubjects(session, [subject])
  const known = lookUp(work.book, subject)
  const doc = newSubject()
  for (const base of bases) inherit(doc, saidIn(base))
  for (const row of rows) learn(doc, fromJournal(row))
  Object.assign(known.doc, { group: doc.group, mention: doc.mention, domain: doc.domain })
  work.book.changed.add(known)
}

/** What others sent, or sales wrote or was told, without the erased. Whose rows of the journal that were. */
const redactOthers = async ({ room: { session } }: Work, scope: Scope): Promise<Rest> => {
  const journal: JournalRow[] = []
  const rewritten = new Set<string>()
  for (const row of await journalOfAccounts(session.db, scope.accounts)) {
    const clean = { ...row, body: redact(row.body, scope) }
    journal.push(clean)
    if (clean.body === row.body) continue
    rewritten.add(row.subject)
    await rewriteJournal(session.db, clean)
  }
  const bases = (await basesOfAccounts(session.db, scope.accounts)).map((row) => {
    const clean = { ...row, doc: redactBase(row.doc, scope) }
    if (clean.doc !== row.doc) rewritten.add(row.subject)
    return clean
  })
  await writeBases(
    session,
    bases.filter(({ subject }) => rewritten.has(subject)),
  )
  for (const lead of await leadsOfAccounts(session.db, scope.accounts)) {
    const doc = redact(lead.doc, scope)
    if (doc !== lead.doc) await rewriteLead(session.db, { ...lead, doc })
  }
  for (const { id, body } of await deliveriesOfAccounts(session.db, scope.accounts)) {
    const clean = redactMessage(body, scope)
    if (clean !== body) await rewriteDelivery(session.db, id, clean)
  }
  return { journal, bases, rewritten }
}

/** The tombstone: that something was erased, when and how much; never whom. */
const bury = async ({ room, record }: Work, removed: Erasure['removed']): Promise<number> => {
  const [seq = 0] = await drawSeqs(room.session, 1)
  record.journal.push({
    received_at: room.now,
    seq,
    account: '',
    subject: '',
    message_id: '',
    model: room.engine.version,
    time: room.now,
    at: room.now,
    kind: 'erasure',
    trust: 'server',
    flags: 0,
    body: JSON.stringify({ removed }),
  })
  return seq
}

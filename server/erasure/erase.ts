import type { LaneNews, Whom } from '../commands.ts'
import { reckon } from '../core/fold.ts'
import { noteInvite } from '../core/invite.ts'
import { absorbOwn } from '../core/lift.ts'
import { isoOf } from '../edge-values.ts'
import { canonicalOf, homeIn, lookUp, readInto } from '../identity/book.ts'
import { learn } from '../identity/place.ts'
import { inherit, newSubject } from '../identity/subject.ts'
import { isAnonymous } from '../intake/subject-id.ts'
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
import type { BaseRow, JournalRow } from '../store/tables.ts'
import type { Erasure } from '../wire/operations.ts'
import { addOwn, promptsIn, readBase, saidIn } from '../work/base.ts'
import { fromJournal, isEventRow, toEntry } from '../work/entry.ts'
import { forget } from '../work/flush.ts'
import { note } from '../work/record.ts'
import { leftOf, refold, sendersOf } from '../work/refold.ts'
import { type Held, load, stateOf } from '../work/room.ts'
import { type Tools, transact } from '../work/transact.ts'
import type { Work } from '../work/work.ts'
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

type Rest = {
  readonly journal: readonly JournalRow[]
  readonly bases: readonly BaseRow[]
  readonly rewritten: ReadonlySet<string>
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

/** The account without the erased; removed itself when nothing of it is left. False then. */
const foldAnew = async (
  work: Work,
  state: Held,
  rest: Rest & { readonly scope: Scope },
): Promise<boolean> => {
  const { room, book, record } = work
  const { account, key } = state
  await load(room, state, { kind: 'needs', subjects: [], dueUntil: Number.POSITIVE_INFINITY })
  const rows = rest.journal.filter((row) => row.account === key && isEventRow(row))
  const bases = rest.bases.filter((row) => row.account === key)
  if (rows.length + bases.length === 0 && state.members.size === 0) {
    await removeAccount(room.session.db, key)
    return false
  }
  await readInto(book, room.session, [
    ...[...bases, ...rows].map((row) => row.subject),
    ...state.members.keys(),
    // Also those of the other accounts: nobody may look like somebody new.
    ...rest.rewritten,
  ])
  Object.assign(account, { own: null, invites: {} })
  for (const row of bases)
    addOwn(account, await readBase(row, room), (sender) => canonicalOf(book, sender).id)
  for (const row of rows) {
    const subject = canonicalOf(book, row.subject)
    const placement = { account: homeIn(subject), subject: subject.id, anonymous: isAnonymous(subject.id) }
    const entry = toEntry(fromJournal(row), placement, row)
    account.own = absorbOwn(account.own, entry, room.engine)
    if (entry.type === 'track') noteInvite(account, entry)
  }
  for (const subject of new Set([...rest.rewritten].map((sender) => canonicalOf(book, sender).id)))
    if (state.members.has(subject)) await refold(room, state, subject)
  forgetLead(state, rest.scope)
  reckon(state, room.engine, account.at)
  const touched = new Set(state.members.keys())
  note(record, state, { kind: 'done', decisions: [], touched, leadChanged: false, refused: null })
  record.atOnce.add(state)
  return true
}

/** A lead that was about the erased is gone; when others stand at the sales tier, the next event opens theirs. */
const forgetLead = ({ account, key }: Held, { leads, ...erased }: Scope): void => {
  if (!account.lead) return
  const { no } = account.lead
  const isGone = leads.some((lead) => lead.account === key && lead.no === no)
  account.lead = isGone ? null : JSON.parse(redact(JSON.stringify(account.lead), erased))
  account.armed ||= isGone
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

import type { Engine } from '../core/engine.ts'
import { reckon } from '../core/fold.ts'
import { noteInvite } from '../core/invite.ts'
import { absorbOwn } from '../core/lift.ts'
import { canonicalOf, homeIn, readInto } from '../identity/book.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { removeAccount } from '../store/erasure.ts'
import { accountsOf } from '../store/members.ts'
import type { BaseRow, JournalRow } from '../store/tables.ts'
import { addOwn, readBase } from '../work/base.ts'
import { fromJournal, isEventRow, toEntry } from '../work/entry.ts'
import { note } from '../work/record.ts'
import { refold } from '../work/refold.ts'
import { type Held, load } from '../work/room.ts'
import { heldAt, type Work } from '../work/work.ts'
import { redact } from './redact.ts'
import type { Scope } from './scope.ts'

/** What is left of the accounts of the erased, and whose events there were rewritten. */
export type Rest = {
  readonly journal: readonly JournalRow[]
  readonly bases: readonly BaseRow[]
  readonly rewritten: ReadonlySet<string>
}

/** The account without the erased; removed itself when nothing of it is left. False then. */
export const foldAnew = async (
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
  reckonAll(record, state, room.engine)
  return true
}

/** What somebody said of the erased, and took along to accounts that are not theirs. Answers how many those are. */
export const foldMoved = async (work: Work, scope: Scope, { rewritten }: Rest): Promise<number> => {
  const { room, book, record } = work
  await readInto(book, room.session, rewritten)
  const subjects = [...new Set([...rewritten].map((sender) => canonicalOf(book, sender).id))]
  const places = await accountsOf(room.session, subjects)
  const elsewhere = Map.groupBy(
    places.filter(({ account }) => !scope.accounts.includes(account)),
    ({ account }) => account,
  )
  for (const [account, members] of elsewhere) {
    const state = await heldAt(work, account)
    await load(room, state, { kind: 'needs', subjects: [], dueUntil: Number.POSITIVE_INFINITY })
    for (const { subject } of members) await refold(room, state, subject)
    reckonAll(record, state, room.engine)
  }
  return elsewhere.size
}

const reckonAll = (record: Work['record'], state: Held, engine: Engine): void => {
  reckon(state, engine, state.account.at)
  const touched = new Set(state.members.keys())
  note(record, state, { kind: 'done', decisions: [], touched, leadChanged: false, refused: null })
  record.atOnce.add(state)
}

/** A lead that was about the erased is gone; when others stand at the sales tier, the next event opens theirs. */
const forgetLead = ({ account, key }: Held, { leads, ...erased }: Scope): void => {
  if (!account.lead) return
  const { no } = account.lead
  const isGone = leads.some((lead) => lead.account === key && lead.no === no)
  account.lead = isGone ? null : JSON.parse(redact(JSON.stringify(account.lead), erased))
  account.armed ||= isGone
}

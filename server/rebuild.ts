import { noteInvite } from './core/credit.ts'
import { memberOf, reckon } from './core/fold.ts'
import { absorb, absorbOwn } from './core/lift.ts'
import { newAccount } from './core/step.ts'
import type { AccountDoc, EventEntry, MemberDoc, State } from './core/types.ts'
import { type Book, canonicalOf, homeIn, readInto } from './identity/book.ts'
import { isAnonymous } from './intake/subject-id.ts'
import { pageAccounts } from './store/accounts.ts'
import { JOURNAL_START, pageJournal } from './store/journal.ts'
import type { JournalRow } from './store/tables.ts'
import { fromJournal, isEventRow, toEntry } from './work/entry.ts'
import { flush } from './work/flush.ts'
import { note } from './work/record.ts'
import { type Held, load, stateOf } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import type { Work } from './work/work.ts'

/** Accounts folded in one pass over the journal. */
const ACCOUNTS = 5000
const ROWS = 2000

export type Rebuilt = { readonly members: number; readonly changed: number }

/**
 * Folds every profile anew from the journal and corrects those that differ. Leads and messages stay as they are, and
 * what is right is not written, so it keeps its bytes.
 */
export const rebuild = async (tools: Tools, now: number): Promise<Rebuilt> => {
  await flush(tools)
  const total = { members: 0, changed: 0 }
  for (let after = ''; ; ) {
    const keys = await pageAccounts(tools.store.db, after, ACCOUNTS)
    const last = keys.at(-1)
    if (last === undefined) return total
    const { result } = await transact(tools, { accounts: keys, now }, (work) => rebuildSome(work, keys))
    total.members += result.members
    total.changed += result.changed
    after = last
  }
}

const rebuildSome = async (work: Work, keys: readonly string[]): Promise<Rebuilt> => {
  const folded = await foldAll(work, keys)
  const total = { members: 0, changed: 0 }
  for (const key of keys) {
    const state = await stateOf(work.room, key)
    await load(work.room, state, { kind: 'needs', subjects: [], dueUntil: Number.POSITIVE_INFINITY })
    const right = folded.get(key)
    const changed = right ? correct(work, state, right) : 0
    total.members += [...state.members.values()].filter((member) => member?.named ?? member?.loose).length
    total.changed += changed
  }
  return total
}

/** Fresh states of these accounts, folded from the whole journal. */
const foldAll = async (work: Work, keys: readonly string[]): Promise<Map<string, State>> => {
  const states = new Map(keys.map((key) => [key, freshState(key)]))
  for (let after = JOURNAL_START; ; ) {
    const rows = await pageJournal(work.room.session.db, after, ROWS)
    const last = rows.at(-1)
    if (!last) return states
    await readInto(
      work.book,
      work.room.session,
      rows.map((row) => row.subject),
    )
    for (const row of rows) if (isEventRow(row)) foldRow(work, states, row)
    after = last
  }
}

const freshState = (key: string): State => ({
  key,
  account: newAccount(),
  members: new Map(),
  loadedUntil: Number.POSITIVE_INFINITY,
  nextDueAt: null,
})

/** A person's part lies where the person belongs now; what was said of the account stays where it was said. */
const foldRow = (work: Work, states: ReadonlyMap<string, State>, row: JournalRow): void => {
  const { engine } = work.room
  const entry = placed(work.book, row)
  const target = states.get(entry.account)
  if (target) {
    const member = memberOf(target, entry.subject)
    if (!entry.anonymous) member.known = true
    const part = entry.named ? 'named' : 'loose'
    member[part] = absorb(member[part], entry, engine)
  }
  const spoken = states.get(row.account)
  if (!spoken) return
  spoken.account.own = absorbOwn(spoken.account.own, entry, engine)
  if (entry.type === 'track') noteInvite(spoken.account, entry)
}

const placed = (book: Book, row: JournalRow): EventEntry => {
  const event = fromJournal(row)
  const subject = canonicalOf(book, row.subject)
  const account = event.account ?? homeIn(subject)
  return toEntry(event, { account, subject: subject.id, anonymous: isAnonymous(subject.id) }, row)
}

/** Takes over what differs; how many members that were. */
const correct = (work: Work, state: Held, right: State): number => {
  const wrong = [...new Set([...state.members.keys(), ...right.members.keys()])].filter(
    (subject) => partsOf(state.members.get(subject)) !== partsOf(right.members.get(subject)),
  )
  const { account } = state
  const invites = withOwners(account.invites, work.book)
  const isOwnRight = sameText(account.own, right.account.own) && sameText(invites, right.account.invites)
  if (wrong.length === 0 && isOwnRight) return 0
  account.own = right.account.own
  account.invites = right.account.invites
  for (const subject of wrong) {
    const folded = right.members.get(subject)
    const member = memberOf(state, subject)
    member.known = folded?.known ?? false
    member.named = folded?.named ?? null
    member.loose = folded?.loose ?? null
    member.stale = false
  }
  reckon(state, work.room.engine, account.at)
  const touched = new Set(state.members.keys())
  work.record.atOnce.add(state)
  note(
    work.record,
    state,
    { kind: 'done', decisions: [], touched, leadChanged: false, refused: null },
    work.room.now,
  )
  return wrong.length
}

/** Invitations under whoever their inviters became: one who had left the account is not renamed there. */
const withOwners = (invites: AccountDoc['invites'], book: Book): AccountDoc['invites'] =>
  Object.fromEntries(
    Object.entries(invites).map(([key, invite]) => [key, { ...invite, by: canonicalOf(book, invite.by).id }]),
  )

const partsOf = (member: MemberDoc | null | undefined): string =>
  canonicalText([member?.named ?? null, member?.loose ?? null])

const sameText = (a: unknown, b: unknown): boolean => canonicalText(a) === canonicalText(b)

/** JSON with names in order: the order in which they were met is no difference. */
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

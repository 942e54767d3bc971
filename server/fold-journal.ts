import type { Engine } from './core/engine.ts'
import { memberOf } from './core/fold.ts'
import { noteInvite } from './core/invite.ts'
import { absorb, absorbOwn } from './core/lift.ts'
import { mergeParts } from './core/merge.ts'
import { newAccount } from './core/step.ts'
import type { EventEntry, State } from './core/types.ts'
import type { Engines } from './engines.ts'
import { type Book, canonicalOf, homeIn, newBook, readInto } from './identity/book.ts'
import { isAnonymous } from './intake/subject-id.ts'
import { rowsOfAccounts } from './store/accounts.ts'
import { pageBases } from './store/base.ts'
import { JOURNAL_START, type JournalPlace, pageJournal } from './store/journal.ts'
import { retentionMark } from './store/retention.ts'
import type { Session } from './store/store.ts'
import type { BaseRow, JournalRow } from './store/tables.ts'
import { addOwn, readBase } from './work/base.ts'
import { fromJournal, isEventRow, toEntry } from './work/entry.ts'
import { flush } from './work/flush.ts'
import type { Tools } from './work/transact.ts'

const ROWS = 1000

/** Fresh states of some accounts, folded along the whole journal while events come in. */
export type Fold = {
  readonly plan: string
  readonly book: Book
  readonly states: ReadonlyMap<string, State>
  /** The last entry of each account when the walk began: a later one makes what was folded worthless. */
  readonly seqs: ReadonlyMap<string, number>
  /** What had gone from the journal into the base by then: when more has, the same is true. */
  readonly mark: string
  /** Reads on; false at the end of the journal. */
  goOn(): Promise<boolean>
}

export const startFold = async (tools: Tools, keys: readonly string[]): Promise<Fold> => {
  await flush(tools)
  const engine = tools.engines.current()
  const book = newBook(null)
  const states = new Map(keys.map((key) => [key, freshState(key)]))
  const rows = await rowsOfAccounts(tools.store.db, keys)
  let place = JOURNAL_START
  const into = { book, engine, planned: tools.engines.planned, states }
  const mark = await retentionMark(tools.store.db)
  await tools.store.read((session) => foldBases({ ...into, session }))
  return {
    mark,
    plan: engine.plan,
    book,
    states,
    seqs: new Map(rows.map(({ key, seq }) => [key, seq])),
    goOn: () =>
      tools.store.read(async (session) => {
        const next = await foldPage({ ...into, session }, place)
        if (next) place = next
        return next !== null
      }),
  }
}

type Into = {
  readonly session: Session
  readonly book: Book
  readonly engine: Engine
  readonly planned: Engines['planned']
  readonly states: ReadonlyMap<string, State>
}

const BASES_START = { subject: '', account: '', named: -1 }

/** What is left of events that the journal no longer keeps comes first. */
export const foldBases = async (into: Into): Promise<void> => {
  for (let place = BASES_START; ; ) {
    const rows: BaseRow[] = await pageBases(into.session.db, place, ROWS)
    const last = rows.at(-1)
    if (!last) return
    await readInto(
      into.book,
      into.session,
      rows.map((row) => row.subject),
    )
    for (const row of rows) await foldBase(into, row)
    place = last
  }
}

const foldBase = async (into: Into, row: BaseRow): Promise<void> => {
  const { book, states } = into
  const subject = canonicalOf(book, row.subject)
  const target = states.get(row.named === 1 ? row.account : homeIn(subject))
  const spoken = states.get(row.account)
  if (!target && !spoken) return
  const base = await readBase(row, into)
  if (target) {
    const member = memberOf(target, subject.id)
    if (!isAnonymous(subject.id)) member.known = true
    const part = row.named === 1 ? 'named' : 'loose'
    member[part] = mergeParts(member[part], base.profile)
  }
  if (spoken) addOwn(spoken.account, base, (sender) => canonicalOf(book, sender).id)
}

/** Folds a page of the journal; answers where it ends, null after the last one. */
export const foldPage = async (into: Into, place: JournalPlace): Promise<JournalPlace | null> => {
  const rows = await pageJournal(into.session.db, place, ROWS)
  const last = rows.at(-1)
  if (!last) return null
  await readInto(
    into.book,
    into.session,
    rows.map((row) => row.subject),
  )
  for (const row of rows) if (isEventRow(row)) foldRow(into, row)
  return last
}

export const freshState = (key: string): State => ({
  key,
  account: newAccount(),
  members: new Map(),
  loadedUntil: Number.POSITIVE_INFINITY,
  nextDueAt: null,
})

/** A person's part lies where the person belongs now; what was said of the account stays where it was said. */
const foldRow = ({ engine, book, states }: Into, row: JournalRow): void => {
  const entry = placed(book, row)
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

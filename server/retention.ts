import { claimBase, readBases, writeBases } from './store/base.ts'
import { removeJournal, removeMessages } from './store/erasure.ts'
import { oldestBefore, readLag } from './store/journal.ts'
import { dropPartitions } from './store/partitions.ts'
import { type Retention, readRetention, writeRetention } from './store/retention.ts'
import type { Session } from './store/store.ts'
import type { BaseRow, JournalRow } from './store/tables.ts'
import { DAY, HOUR, MINUTE } from './wire/limits.ts'
import { type BaseDoc, foldInto, newBase, placeOf, readBase } from './work/base.ts'
import { isEventRow } from './work/entry.ts'
import { flush } from './work/flush.ts'
import type { Tools } from './work/transact.ts'

/** Entries that one pass folds and removes: what ingest does not notice. At one pass a second, 43 million a day. */
const ENTRIES = 500
/** Between saying that the past ends later and acting on it: longer than any process goes without looking. */
const KNOWN_AFTER = MINUTE

export type Retaining = {
  /** What happened before this may have been counted and be gone: nobody can tell any more. */
  readonly until: () => number
  /** One bounded pass. Called often, it mostly does nothing. */
  readonly pass: (now: number) => Promise<void>
}

/**
 * Lets the journal's past go, by whole UTC days: what was received more than `days` ago is folded into the base and
 * removed, both in one transaction, so that the base and what is left are always the whole. Null keeps everything.
 */
export const openRetention = async (tools: Tools, days: number | null): Promise<Retaining> => {
  let known = await readRetention(tools.store.db)
  let droppedAt = 0
  return {
    until: () => known.until,
    pass: async (now) => {
      known = await readRetention(tools.store.db)
      if (days === null) return
      const until = Math.floor((now - days * DAY) / DAY) * DAY
      if (until > known.until || known.saidAt > now)
        known = await announce(tools, { ...known, until: Math.max(until, known.until), saidAt: now })
      if (known.until === 0 || now - known.saidAt < KNOWN_AFTER) return
      // A clock that was ahead for a while may have said more than is true by the right one.
      const gone = Math.min(known.until, until)
      const isOver = await foldSome(tools, gone)
      if (!isOver || tools.store.dialect === 'sqlite' || Math.abs(now - droppedAt) < HOUR) return
      droppedAt = now
      await dropPartitions(tools.store.db, gone)
    },
  }
}

/** Says from when on the past is going to be gone, if there is any: then what is as old as that is turned away. */
const announce = async ({ store }: Tools, next: Retention): Promise<Retention> => {
  const [oldest] = await oldestBefore(store.db, next.until, 1)
  if (!oldest) return readRetention(store.db)
  await writeRetention(store.db, next)
  return next
}

/** Folds the oldest entries into the base and removes them; true when none is left to go. */
const foldSome = async (tools: Tools, until: number): Promise<boolean> => {
  const { store, memory } = tools
  // Profiles that wait in memory are found again in the journal only.
  if (memory && (await readLag(store.db)) < until) await flush(tools)
  return store.transaction(async (session) => {
    if (!(await claimBase(session))) return false
    const rows = await oldestBefore(session.db, until, ENTRIES)
    if (rows.length === 0) return true
    await toBase(tools, session, rows.filter(isEventRow))
    await removeJournal(session, rows)
    // There it is the journal's index; on Postgres it forgets by itself.
    if (session.dialect === 'sqlite') await removeMessages(session, rows.filter(isEventRow))
    const before = await readRetention(session.db)
    await writeRetention(session.db, { ...before, folded: before.folded + rows.length })
    return rows.length < ENTRIES
  })
}

const toBase = async ({ engines }: Tools, session: Session, events: readonly JournalRow[]): Promise<void> => {
  const engine = engines.current()
  const { planned } = engines
  const groups = Map.groupBy(events, (row) => keyOf(placeOf(row)))
  const places = [...groups.values()].flatMap(([first]) => (first ? [placeOf(first)] : []))
  const known = new Map<string, BaseDoc>()
  for (const row of await readBases(session, places))
    known.set(keyOf(row), await readBase(row, { engine, planned }))
  const rows = places.map((place): BaseRow => {
    const key = keyOf(place)
    const rest = groups.get(key) ?? []
    const doc = rest.reduce((base, row) => foldInto(base, row, engine), known.get(key) ?? newBase())
    return { ...place, doc: JSON.stringify(doc) }
  })
  await writeBases(session, rows)
}

const keyOf = ({ subject, account, named }: Omit<BaseRow, 'doc'>): string =>
  JSON.stringify([subject, account, named])

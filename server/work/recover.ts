import { canonicalOf, newBook, readInto } from '../identity/book.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { journalFrom, readLag, writeLag } from '../store/journal.ts'
import { rememberMissing } from '../store/seen.ts'
import type { Session } from '../store/store.ts'
import type { JournalRow } from '../store/tables.ts'
import { fromJournal, isEventRow, toEntry } from './entry.ts'
import { NO_LAG } from './lag.ts'
import type { Memory } from './memory.ts'
import { newRecord, noteRefolded, writeProfiles } from './record.ts'
import { type Room, stateOf } from './room.ts'
import type { Tools } from './transact.ts'
import { takeAgain, type Work } from './work.ts'

/**
 * After a crash or a failed transaction: forgets what was in memory and takes in again, from the journal, what profiles
 * and index do not hold yet. Decisions are not made again: they were written with the events.
 */
export const recover = async (tools: Tools, memory: Memory): Promise<void> => {
  memory.states.clear()
  memory.awaiting.clear()
  memory.watches.clear()
  memory.subjects.clear()
  memory.lag.clear(NO_LAG)
  await tools.store.transaction(async (session) => {
    const from = await readLag(session.db)
    if (from === NO_LAG) return
    const rows = (await journalFrom(session.db, from)).filter(isEventRow)
    await rememberMissing(session, rows.map(messageOf))
    await takeAll(newWork(tools, session), rows)
    await writeLag(session, NO_LAG)
  })
  memory.isLost = false
}

const messageOf = ({ subject, message_id, received_at, seq }: JournalRow) => ({
  sender: subject,
  message_id,
  received_at,
  seq,
})

const takeAll = async (work: Work, rows: readonly JournalRow[]): Promise<void> => {
  const { room, book, record } = work
  await readInto(
    book,
    room.session,
    rows.map((row) => row.subject),
  )
  for (const row of rows) {
    const held = await stateOf(room, row.account)
    if (row.seq <= held.seq) continue
    const subject = canonicalOf(book, row.subject).id
    const placement = { account: row.account, subject, anonymous: isAnonymous(subject) }
    await takeAgain(work, toEntry(fromJournal(row), placement, row), row.model)
  }
  noteRefolded(record, room.refolded)
  await writeProfiles(room.session, record.touched)
}

const newWork = ({ engines, memory, publicUrl, channels }: Tools, session: Session): Work => {
  const room: Room = {
    session,
    engine: engines.current(),
    planned: engines.planned,
    now: 0,
    states: new Map(),
    refolded: new Map(),
    memory,
    kept: null,
    versions: new Map(),
  }
  return { room, engines, book: newBook(null), record: newRecord(), publicUrl, channels }
}

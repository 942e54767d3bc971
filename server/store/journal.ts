import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { JournalRow, Tables } from './tables.ts'

/** What `flags` may hold, added up. */
export const FLAGS = { named: 1, historic: 2, uncounted: 4, generated: 8 } as const

const ROWS = {
  received_at: 'bigint',
  seq: 'bigint',
  account: 'text',
  subject: 'text',
  message_id: 'text',
  model: 'bigint',
  time: 'bigint',
  at: 'bigint',
  kind: 'text',
  trust: 'text',
  flags: 'bigint',
  body: 'doc',
} as const
const COLUMNS = sql.raw<never>(Object.keys(ROWS).join(', '))

const insertRows = statement(
  'journal.append',
  ROWS,
  ({ columns, rows }) => sql`insert into journal (${columns}) ${rows}`,
)

export const appendJournal = async (session: Session, rows: readonly JournalRow[]): Promise<void> => {
  await session.run(
    insertRows,
    rows.map((row) => [
      row.received_at,
      row.seq,
      row.account,
      row.subject,
      row.message_id,
      row.model,
      row.time,
      row.at,
      row.kind,
      row.trust,
      row.flags,
      row.body,
    ]),
  )
}

const bySender = statement<JournalRow>(
  'journal.bySender',
  { sender: 'text' },
  ({ match }) => sql`select ${COLUMNS} from journal_of where ${match}`,
)

/** Everything that these senders ever sent and that is retained. */
export const journalOf = (session: Session, senders: readonly string[]): Promise<JournalRow[]> =>
  session.run(
    bySender,
    senders.map((sender) => [sender]),
  )

const byPlace = statement<JournalRow>(
  'journal.byPlace',
  { received_at: 'bigint', seq: 'bigint' },
  ({ match }) => sql`select ${COLUMNS} from journal where ${match}`,
)

export const journalAt = (session: Session, places: readonly JournalPlace[]): Promise<JournalRow[]> =>
  session.run(
    byPlace,
    places.map((place) => [place.received_at, place.seq]),
  )

const idsBySender = statement<Pick<JournalRow, 'subject' | 'message_id'>>(
  'journal.idsBySender',
  { subject: 'text' },
  ({ match }) => sql`select subject, message_id from journal where ${match}`,
)

/** The message ids that the journal holds of these senders, for what `seen` no longer remembers (Postgres only). */
export const journaledIds = (
  session: Session,
  senders: readonly string[],
): Promise<Pick<JournalRow, 'subject' | 'message_id'>[]> =>
  session.run(
    idsBySender,
    senders.map((sender) => [sender]),
  )

export type JournalPlace = Pick<JournalRow, 'received_at' | 'seq'>
export const JOURNAL_START: JournalPlace = { received_at: -1, seq: -1 }

/** A page of the whole journal, by receipt, after the given place. */
export const pageJournal = (db: Kysely<Tables>, after: JournalPlace, atMost: number): Promise<JournalRow[]> =>
  db
    .selectFrom('journal')
    .selectAll()
    .where((eb) => eb(eb.refTuple('received_at', 'seq'), '>', eb.tuple(after.received_at, after.seq)))
    .orderBy('received_at')
    .orderBy('seq')
    .limit(atMost)
    .execute()

/** The newest events of each sender. */
export const newestOf = (
  db: Kysely<Tables>,
  senders: readonly string[],
  atMost: number,
): Promise<JournalRow[]> =>
  Promise.all(
    senders.map((sender) =>
      db
        .selectFrom('journal_of')
        .selectAll()
        .where('sender', '=', sender)
        .orderBy('seq', 'desc')
        .limit(atMost)
        .execute(),
    ),
  ).then((lists) => lists.flat())

const nextSeqs = statement<{ seq: number }>(
  'journal.nextSeqs',
  { n: 'bigint' },
  ({ rows }) => sql`select nextval('journal_seq') as seq from (${rows}) as given (n)`,
)

/** Two statements: what a returning one answers, SQLite gathers in a database of its own, made and dropped each time. */
const countSeqs = statement(
  'journal.countSeqs',
  { n: 'bigint' },
  ({ rows }) => sql`update journal_seq set last = last + (${rows})`,
)

const lastSeq = statement<{ last: number }>(
  'journal.lastSeq',
  { least: 'bigint' },
  ({ rows }) => sql`select last from journal_seq where last >= (${rows})`,
)

/** Draws ascending sequence numbers, once the accounts are locked: so they ascend in each account. */
export const drawSeqs = async (session: Session, count: number): Promise<number[]> => {
  const from = (first: number) => Array.from({ length: count }, (_, index) => first + index)
  if (session.dialect === 'postgres') {
    const drawn = await session.run(
      nextSeqs,
      from(1).map((n) => [n]),
    )
    return drawn.map((row) => row.seq)
  }
  await session.run(countSeqs, [[count]])
  const [counted] = await session.run(lastSeq, [[count]])
  return from((counted?.last ?? 0) - count + 1)
}

/** The oldest entries that were received before an instant, in order. */
export const oldestBefore = (db: Kysely<Tables>, before: number, atMost: number): Promise<JournalRow[]> =>
  db
    .selectFrom('journal')
    .selectAll()
    .where('received_at', '<', before)
    .orderBy('received_at')
    .orderBy('seq')
    .limit(atMost)
    .execute()

/** All that was received since an instant, in the order in which it was taken in. */
export const journalFrom = (db: Kysely<Tables>, receivedAt: number): Promise<JournalRow[]> =>
  db.selectFrom('journal').selectAll().where('received_at', '>=', receivedAt).orderBy('seq').execute()

/** From which instant of receipt on the journal may hold what no other table does yet (SQLite only). */
export const readLag = async (db: Kysely<Tables>): Promise<number> => {
  const { lag_from } = await db.selectFrom('journal_seq').select('lag_from').executeTakeFirstOrThrow()
  return lag_from
}

const setLag = statement(
  'journal.setLag',
  { lag_from: 'bigint' },
  ({ rows }) => sql`update journal_seq set lag_from = (${rows})`,
)

export const writeLag = async (session: Session, from: number): Promise<void> => {
  await session.run(setLag, [[from]])
}

import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { SeenRow, Tables } from './tables.ts'

const known = statement<Pick<SeenRow, 'sender' | 'message_id'>>(
  'seen.known',
  { sender: 'text', message_id: 'text' },
  ({ match }) => sql`select sender, message_id from seen where ${match}`,
)

/** Which of these messages were accepted within the dedupe window. */
export const knownMessages = (
  session: Session,
  messages: readonly (readonly [sender: string, messageId: string])[],
): Promise<Pick<SeenRow, 'sender' | 'message_id'>[]> => session.run(known, messages)

const ROWS = { sender: 'text', message_id: 'text', received_at: 'bigint', seq: 'bigint' } as const

const insertRows = statement(
  'seen.insert',
  ROWS,
  ({ columns, rows }) => sql`insert into seen (${columns}) ${rows}`,
)

/** Remembers accepted messages. If another server accepted one meanwhile, the transaction fails and is run again. */
export const rememberMessages = async (session: Session, rows: readonly SeenRow[]): Promise<void> => {
  await session.run(insertRows, rows.map(values))
}

const insertNew = statement<Pick<SeenRow, 'sender' | 'message_id' | 'seq'>>(
  'seen.insertNew',
  { sender: 'text', message_id: 'text', received_at: 'bigint' },
  ({ columns, rows }) => sql`insert into seen (${columns}, seq)
    select ${columns}, seq from (select ${columns}, nextval('journal_seq') as seq from (${rows}) as given (${columns})) as numbered
    order by sender, message_id on conflict (sender, message_id) do nothing returning sender, message_id, seq`,
)

/**
 * Remembers those messages that are new and numbers them in the given order: what is to be known of them, in one look
 * (Postgres only). If another server is accepting one, this waits for how that ends.
 */
export const rememberNew = (
  session: Session,
  rows: readonly Omit<SeenRow, 'seq'>[],
): Promise<Pick<SeenRow, 'sender' | 'message_id' | 'seq'>[]> =>
  session.run(
    insertNew,
    rows.map((row) => [row.sender, row.message_id, row.received_at]),
  )

const insertMissing = statement(
  'seen.insertMissing',
  ROWS,
  ({ columns, rows }) =>
    sql`insert into seen (${columns}) ${rows} on conflict (sender, message_id) do nothing`,
)

/** The same for messages of which some may be remembered already. */
export const rememberMissing = async (session: Session, rows: readonly SeenRow[]): Promise<void> => {
  await session.run(insertMissing, rows.map(values))
}

const values = (row: SeenRow) => [row.sender, row.message_id, row.received_at, row.seq]

/** A page of the index in its order (SQLite only). */
export const pageMessages = (
  db: Kysely<Tables>,
  after: Pick<SeenRow, 'sender' | 'message_id'>,
  atMost: number,
): Promise<Pick<SeenRow, 'sender' | 'message_id'>[]> =>
  db
    .selectFrom('seen')
    .select(['sender', 'message_id'])
    .where((eb) => eb(eb.refTuple('sender', 'message_id'), '>', eb.tuple(after.sender, after.message_id)))
    .orderBy('sender')
    .orderBy('message_id')
    .limit(atMost)
    .execute()

/**
 * Forgets what was seen before an instant, looking at `atMost` rows from `from` on; answers where to go on, null at the
 * end. A walk needs no second index, which every event would pay for.
 */
export const forgetMessages = async (
  db: Kysely<Tables>,
  { from, before, atMost }: { readonly from: string; readonly before: number; readonly atMost: number },
): Promise<string | null> => {
  const slice = await db
    .selectFrom('seen')
    .select('sender')
    .distinct()
    .where('sender', '>', from)
    .orderBy('sender')
    .limit(atMost)
    .execute()
  const last = slice.at(-1)
  if (!last) return null
  await db
    .deleteFrom('seen')
    .where('sender', '>', from)
    .where('sender', '<=', last.sender)
    .where('received_at', '<', before)
    .execute()
  return slice.length < atMost ? null : last.sender
}

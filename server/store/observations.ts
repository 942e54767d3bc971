import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { RejectedRow, Tables, TallyRow } from './tables.ts'

const insertRejected = statement(
  'rejected.insert',
  { id: 'text', at: 'bigint', reason: 'text', type: 'text', message_id: 'text' },
  ({ columns, rows }) => sql`insert into rejected (${columns}) ${rows}`,
)

export const appendRejected = async (session: Session, rows: readonly RejectedRow[]): Promise<void> => {
  await session.run(
    insertRejected,
    rows.map((row) => [row.id, row.at, row.reason, row.type, row.message_id]),
  )
}

export const newestRejected = (db: Kysely<Tables>, atMost: number): Promise<RejectedRow[]> =>
  db.selectFrom('rejected').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(atMost).execute()

/** Keeps the newest `atMost` rejections. */
export const trimRejected = async (db: Kysely<Tables>, atMost: number): Promise<void> => {
  await db
    .deleteFrom('rejected')
    .where('at', '<', (eb) =>
      eb.selectFrom('rejected').select('at').orderBy('at', 'desc').offset(atMost).limit(1),
    )
    .execute()
}

const add = statement(
  'tally.add',
  { kind: 'text', name: 'text', count: 'bigint', last_at: 'bigint' },
  ({ columns, rows }) =>
    sql`insert into tally (${columns}) ${rows} on conflict (kind, name) do update
      set count = tally.count + excluded.count,
        last_at = case when excluded.last_at > tally.last_at then excluded.last_at else tally.last_at end`,
)

/** Adds to counters; the rows must ascend by (kind, name). */
export const addTallies = async (session: Session, rows: readonly TallyRow[]): Promise<void> => {
  await session.run(
    add,
    rows.map((row) => [row.kind, row.name, row.count, row.last_at]),
  )
}

/** Keeps the newest `atMost` of a kind. */
export const trimTallies = async ({ db }: Session, kind: string, atMost: number): Promise<void> => {
  await db
    .deleteFrom('tally')
    .where('kind', '=', kind)
    .where('name', 'not in', (eb) =>
      eb
        .selectFrom('tally')
        .select('name')
        .where('kind', '=', kind)
        .orderBy('last_at', 'desc')
        .orderBy('name')
        .limit(atMost),
    )
    .execute()
}

/** All counters; origins, which anybody can make up, are bounded where they are counted. */
export const readTallies = (db: Kysely<Tables>): Promise<TallyRow[]> =>
  db.selectFrom('tally').selectAll().orderBy('last_at', 'desc').limit(500).execute()

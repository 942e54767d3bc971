import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

const MONTHS_AHEAD = 3
/** Any number that no other program on this database uses for its advisory locks. */
const LOCK = 468_015_073

/** Makes the journal's partitions of this month and the next ones, if they are missing (Postgres only). */
export const makePartitions = (db: Kysely<Tables>, now: number): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction)
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) await makePartition(transaction, now, ahead)
  })

const makePartition = async (db: Kysely<Tables>, now: number, ahead: number): Promise<void> => {
  const from = monthOf(now, ahead)
  const until = monthOf(now, ahead + 1)
  const name = `journal_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`
  await sql`create table if not exists ${sql.table(name)} partition of journal
    for values from (${sql.lit(from)}) to (${sql.lit(until)})`.execute(db)
}

/** The first instant of the UTC month that lies `ahead` months after that of `now`. */
const monthOf = (now: number, ahead: number): number => {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1)
}

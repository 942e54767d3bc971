import { type Kysely, sql } from 'kysely'
import { DatabaseError } from 'pg'
import type { Tables } from './tables.ts'

const MONTHS_AHEAD = 3
/** Any number that no other program on this database uses for its advisory locks. */
const LOCK = 468_015_073

/** The default partition holds rows of that month already, because it was made too late: it keeps them. */
const CHECK_VIOLATION = '23514'

/** Makes the journal's partitions of this month and the next ones, if they are missing (Postgres only). */
export const makePartitions = async (db: Kysely<Tables>, now: number): Promise<void> => {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    try {
      await makePartition(db, now, ahead)
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== CHECK_VIOLATION) throw error
    }
  }
}

const makePartition = (db: Kysely<Tables>, now: number, ahead: number): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    const from = monthOf(now, ahead)
    const until = monthOf(now, ahead + 1)
    const name = `journal_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction)
    await sql`create table if not exists ${sql.table(name)} partition of journal
      for values from (${sql.lit(from)}) to (${sql.lit(until)})`.execute(transaction)
  })

/** The first instant of the UTC month that lies `ahead` months after that of `now`. */
const monthOf = (now: number, ahead: number): number => {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1)
}

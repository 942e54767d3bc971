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

/** Not had in this time (ms), the table is busy: whoever waits longer for it holds up everybody who comes after. */
const PATIENCE = 200
const NO_LOCK = '55P03'

/** Drops the partitions of months that ended before an instant, if nothing is left in them (Postgres only). */
export const dropPartitions = async (db: Kysely<Tables>, before: number): Promise<void> => {
  const { rows } = await sql<{ name: string }>`select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'journal'::regclass`.execute(db)
  for (const { name } of rows) {
    const [, year, month] = /^journal_(\d{4})_(\d{2})$/.exec(name) ?? []
    if (year === undefined || month === undefined || Date.UTC(Number(year), Number(month), 1) > before)
      continue
    await dropIfEmpty(db, name).catch((error) => {
      if (!(error instanceof DatabaseError) || error.code !== NO_LOCK) throw error
    })
  }
}

const dropIfEmpty = (db: Kysely<Tables>, name: string): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`set local lock_timeout = ${sql.lit(PATIENCE)}`.execute(transaction)
    await sql`lock table ${sql.table(name)} in access exclusive mode`.execute(transaction)
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(transaction)
    if (rows.length === 0) await sql`drop table ${sql.table(name)}`.execute(transaction)
  })

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

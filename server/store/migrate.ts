import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { foundation } from './migrations/0001-foundation.ts'
import { operations } from './migrations/0003-operations.ts'
import { makePartitions } from './partitions.ts'
import type { Dialect } from './statement.ts'
import type { Tables } from './tables.ts'

/**
 * Brings the database to the newest form. Migrations are only ever added. Any number of processes may start at once:
 * on Postgres an advisory lock lets one work while the others wait.
 */
export const migrate = async (
  { db, dialect }: { readonly db: Kysely<Tables>; readonly dialect: Dialect },
  now: number,
): Promise<void> => {
  const migrations = { '0001-foundation': foundation(dialect), '0003-operations': operations }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  if (dialect === 'postgres') await makePartitions(db, now)
}

import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { foundation } from './migrations/0001-foundation.ts'
import { promptState } from './migrations/0002-prompt-state.ts'
import { operations } from './migrations/0003-operations.ts'
import { reasons } from './migrations/0004-reasons.ts'
import { standing } from './migrations/0005-standing.ts'
import { base } from './migrations/0006-base.ts'
import { held } from './migrations/0007-held.ts'
import { dueLease } from './migrations/0008-due-lease.ts'
import { makePartitions } from './partitions.ts'
import type { Dialect } from './statement.ts'
import type { Tables } from './tables.ts'

/**
 * Brings the database to the newest form. Migrations are only ever added. Any number of processes may start at once:
 * on Postgres an advisory lock lets one work while the others wait. Answers the names of those that were applied.
 */
export const migrate = async ({ db, dialect }: Of, now: number): Promise<string[]> => {
  const { error, results = [] } = await migratorOf({ db, dialect }).migrateToLatest()
  if (error) throw error
  if (dialect === 'postgres') await makePartitions(db, now)
  return results.map(({ migrationName }) => migrationName)
}

/** The migrations that this version of Tidemark knows and the database has not had yet. */
export const pendingMigrations = async (of: Of): Promise<string[]> => {
  const all = await migratorOf(of).getMigrations()
  return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}

type Of = { readonly db: Kysely<Tables>; readonly dialect: Dialect }

const migratorOf = ({ db, dialect }: Of): Migrator => {
  const migrations = {
    '0001-foundation': foundation(dialect),
    '0002-prompt-state': promptState,
    '0003-operations': operations,
    '0004-reasons': reasons,
    '0005-standing': standing(dialect),
    '0006-base': base,
    '0007-held': held,
    '0008-due-lease': dueLease,
  }
  const provider = { getMigrations: async () => migrations }
  // A database that was made between two numbers gets the missing one too.
  return new Migrator({ db, provider, allowUnorderedMigrations: true })
}

import type { Kysely } from 'kysely'

/** Why a version was published stands beside it; the instant since when it holds is its `at`. */
export const reasons = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const name of ['model', 'prompts'])
      await db.schema
        .alterTable(name)
        .addColumn('reason', 'text', (column) => column.notNull().defaultTo(''))
        .execute()
  },
}

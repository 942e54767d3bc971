import type { Kysely } from 'kysely'

/** Of several servers one wakes an account whose instant has come; one that dies lets go of it when this has passed. */
export const dueLease = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .alterTable('account')
      .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}

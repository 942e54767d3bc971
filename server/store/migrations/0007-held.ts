import type { Kysely } from 'kysely'

/** Requests for sales that nobody vouches for and that were too many: somebody looks at them first. */
export const held = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('held')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('sender', 'text', (column) => column.notNull())
      .addColumn('account', 'text')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('held_at').on('held').columns(['status', 'at']).execute()
    await db.schema.createIndex('held_sender').on('held').column('sender').execute()
  },
}

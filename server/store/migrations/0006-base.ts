import type { Kysely } from 'kysely'

/** What is left of events that the journal no longer keeps: a fold for each sender, and each account they were counted in. */
export const base = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('base')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('named', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('base_pk', ['subject', 'account', 'named'])
      .execute()
    await db.schema.createIndex('base_account').on('base').column('account').execute()
  },
}

import type { Kysely } from 'kysely'

/** Who Stripe's customers are here, and what they bought before that was known. */
export const operations = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('stripe_customer')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('kind', 'text')
      .addColumn('target', 'text')
      .addColumn('waiting', 'text', (column) => column.notNull())
      .addColumn('noted_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('stripe_customer_target')
      .on('stripe_customer')
      .columns(['target', 'kind'])
      .execute()
  },
}

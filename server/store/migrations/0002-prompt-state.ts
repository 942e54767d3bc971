import type { Kysely } from 'kysely'

/** What became of prompts for a person, and for an account as a whole: a fold of the journal, written with it. */
export const promptState = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('prompt_state')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('prompt_state_pk', ['kind', 'id'])
      .execute()
  },
}

import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../statement.ts'

const SCORE = {
  sqlite: sql`json_extract(doc, '$.summary.score')`,
  postgres: sql`(doc::json #>> '{summary,score}')::bigint`,
}

/** Members with the score at which they were last judged: for whoever wants the foremost of many. */
export const standing = (dialect: Dialect) => ({
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql`create view standing as
      select account, subject, doc, due_at, ${SCORE[dialect]} as score from member`.execute(db)
  },
})

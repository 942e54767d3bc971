import type { Kysely } from 'kysely'
import type { Tables, VersionRow } from './tables.ts'

/** The two things that are published in versions. */
export type Publication = 'model' | 'prompts'

export const latestVersion = async (db: Kysely<Tables>, of: Publication): Promise<VersionRow | null> =>
  (await db.selectFrom(of).selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()) ?? null

export const findVersion = async (
  db: Kysely<Tables>,
  of: Publication,
  version: number,
): Promise<VersionRow | null> =>
  (await db.selectFrom(of).selectAll().where('version', '=', version).executeTakeFirst()) ?? null

export const listVersions = (db: Kysely<Tables>, of: Publication): Promise<VersionRow[]> =>
  db.selectFrom(of).selectAll().orderBy('version', 'desc').execute()

/** Fails if the version exists: somebody else published at the same moment. */
export const insertVersion = async (db: Kysely<Tables>, of: Publication, row: VersionRow): Promise<void> => {
  await db.insertInto(of).values(row).execute()
}

/** The first version, unless there is one already. */
export const insertFirstVersion = async (
  db: Kysely<Tables>,
  of: Publication,
  row: VersionRow,
): Promise<void> => {
  await db
    .insertInto(of)
    .values(row)
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute()
}

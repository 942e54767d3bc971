import type { Kysely } from 'kysely'
import type { SessionRow, Tables } from './tables.ts'

/** Adds a session or a one-time code, and forgets those that have expired. */
export const insertSession = async (db: Kysely<Tables>, row: SessionRow, now: number): Promise<void> => {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute()
  await db.insertInto('session').values(row).execute()
}

/** Whose one-time code this is; the code is gone afterwards, whoever asks at the same time. */
export const takeCode = async (db: Kysely<Tables>, hash: string, now: number): Promise<string | null> => {
  const row = await db
    .deleteFrom('session')
    .where('hash', '=', hash)
    .where('kind', '=', 'code')
    .returning(['email', 'expires_at'])
    .executeTakeFirst()
  return row && row.expires_at > now ? row.email : null
}

export const findSession = async (db: Kysely<Tables>, hash: string, now: number): Promise<string | null> => {
  const row = await db
    .selectFrom('session')
    .select('email')
    .where('hash', '=', hash)
    .where('kind', '=', 'session')
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.email ?? null
}

export const deleteSession = async (db: Kysely<Tables>, hash: string): Promise<void> => {
  await db.deleteFrom('session').where('hash', '=', hash).execute()
}

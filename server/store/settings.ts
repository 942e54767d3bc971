import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export const readSetting = async (db: Kysely<Tables>, name: string): Promise<string | null> => {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}

/** Sets a value once: whoever comes first wins, and everybody gets the winner's. */
export const rememberSetting = async (db: Kysely<Tables>, name: string, value: string): Promise<string> => {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return (await readSetting(db, name)) ?? value
}

export const replaceSetting = async (db: Kysely<Tables>, name: string, value: string): Promise<void> => {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/** Sets a value if it still is what was read; else somebody else was quicker. */
export const exchangeSetting = async (
  db: Kysely<Tables>,
  { name, from, to }: { readonly name: string; readonly from: string; readonly to: string },
): Promise<void> => {
  await db
    .updateTable('setting')
    .set({ value: to })
    .where('name', '=', name)
    .where('value', '=', from)
    .execute()
}

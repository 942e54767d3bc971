import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { HeldRow, Tables } from './tables.ts'

const insert = statement(
  'held.insert',
  {
    id: 'text',
    sender: 'text',
    account: 'text',
    at: 'bigint',
    status: 'text',
    reason: 'text',
    doc: 'text',
  },
  ({ columns, rows }) => sql`insert into held (${columns}) ${rows} on conflict (id) do nothing`,
)

/** Keeps requests for review; one that was sent again changes nothing. */
export const holdRaises = async (session: Session, rows: readonly HeldRow[]): Promise<void> => {
  await session.run(
    insert,
    rows.map((row) => [row.id, row.sender, row.account, row.at, row.status, row.reason, row.doc]),
  )
}

export const heldRaises = (
  db: Kysely<Tables>,
  status: HeldRow['status'],
  atMost: number,
): Promise<HeldRow[]> =>
  db.selectFrom('held').selectAll().where('status', '=', status).orderBy('at', 'desc').limit(atMost).execute()

export const findHeld = (db: Kysely<Tables>, id: string): Promise<HeldRow | undefined> =>
  db.selectFrom('held').selectAll().where('id', '=', id).executeTakeFirst()

/** Whether this call was the one that changed it: of two people who review at once the first wins. */
export const markHeld = async (
  db: Kysely<Tables>,
  { id, from, to }: { readonly id: string; readonly from: HeldRow['status']; readonly to: HeldRow['status'] },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('held')
    .set({ status: to })
    .where('id', '=', id)
    .where('status', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

type Trim = { readonly before: number; readonly atMost: number; readonly lesser: string }

/**
 * Forgets those from before an instant, and what is beyond `atMost`: first what was decided, then what was held for the
 * `lesser` reason, the oldest first.
 */
export const trimHeld = async (db: Kysely<Tables>, { before, atMost, lesser }: Trim): Promise<void> => {
  await db.deleteFrom('held').where('at', '<', before).execute()
  await db
    .deleteFrom('held')
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('held')
        .select('id')
        .orderBy(sql`case when status <> 'waiting' then 2 when reason = ${lesser} then 1 else 0 end`)
        .orderBy('at', 'desc')
        .limit(atMost),
    )
    .execute()
}

type Whose = { readonly senders: readonly string[]; readonly account: string | null }

/** Those of these senders, or about the account. */
export const heldOf = async (db: Kysely<Tables>, { senders, account }: Whose): Promise<HeldRow[]> => {
  if (senders.length === 0 && account === null) return []
  return db
    .selectFrom('held')
    .selectAll()
    .where((eb) =>
      eb.or([
        ...(senders.length > 0 ? [eb('sender', 'in', senders)] : []),
        ...(account === null ? [] : [eb('account', '=', account)]),
      ]),
    )
    .orderBy('at')
    .execute()
}

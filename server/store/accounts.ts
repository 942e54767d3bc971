import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { AccountRow, Tables } from './tables.ts'

const lock = statement<AccountRow>(
  'account.lock',
  { key: 'text' },
  ({ match, forUpdate }) => sql`select key, doc, due_at, seq from account where ${match} ${forUpdate}`,
)

const make = statement<AccountRow>(
  'account.make',
  { key: 'text', doc: 'doc', seq: 'bigint' },
  ({ columns, rows }) =>
    sql`insert into account (${columns}) ${rows} on conflict (key) do update
      set key = excluded.key returning key, doc, due_at, seq`,
)

/**
 * Locks the account rows until the end of the transaction, making missing ones with `doc`, and answers them. The keys
 * must ascend: every transaction takes its accounts in this order, so none waits in a circle. New ones come last, which
 * may make one: then a transaction fails and is run again, and nobody pays for it who meets only known accounts.
 */
export const lockAccounts = async (
  session: Session,
  { keys, doc }: { readonly keys: readonly string[]; readonly doc: string },
): Promise<AccountRow[]> => {
  const known = await session.run(
    lock,
    keys.map((key) => [key]),
  )
  if (known.length === keys.length) return known
  const locked = new Set(known.map((row) => row.key))
  const missing = keys.filter((key) => !locked.has(key))
  const made = await session.run(
    make,
    missing.map((key) => [key, doc, 0]),
  )
  return [...known, ...made]
}

const upsert = statement(
  'account.write',
  { key: 'text', doc: 'doc', due_at: 'bigint', seq: 'bigint' },
  ({ columns, rows }) =>
    sql`insert into account (${columns}) ${rows} on conflict (key) do update
      set doc = excluded.doc, due_at = excluded.due_at, seq = excluded.seq, lease_until = 0`,
)

export const writeAccounts = async (session: Session, rows: readonly AccountRow[]): Promise<void> => {
  await session.run(
    upsert,
    rows.map((row) => [row.key, row.doc, row.due_at, row.seq]),
  )
}

/** Accounts by their due instant, the most overdue first. */
export const dueAccounts = async (
  db: Kysely<Tables>,
  { now, atMost }: { readonly now: number; readonly atMost: number },
): Promise<string[]> => {
  const rows = await db
    .selectFrom('account')
    .select('key')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.key)
}

/**
 * The same, leased: no other server gets them until the lease is over or they are written. Those that another one locks
 * just now are passed over (Postgres only).
 */
export const claimDueAccounts = async (
  db: Kysely<Tables>,
  { now, atMost, leaseAfter }: { readonly now: number; readonly atMost: number; readonly leaseAfter: number },
): Promise<string[]> => {
  const { rows } = await sql<{ key: string }>`
    with due as (select key from account where due_at <= ${now} and lease_until <= ${now}
      order by due_at limit ${atMost} for update skip locked)
    update account set lease_until = ${now + leaseAfter} from due where account.key = due.key
    returning account.key`.execute(db)
  return rows.map((row) => row.key)
}

export const nextDueAt = async (db: Kysely<Tables>): Promise<number | null> => {
  const row = await db
    .selectFrom('account')
    .select(({ fn }) => fn.min('due_at').as('due_at'))
    .executeTakeFirst()
  return row?.due_at ?? null
}

/** Makes an account due later than it says. */
export const postpone = async (db: Kysely<Tables>, key: string, until: number): Promise<void> => {
  await db.updateTable('account').set({ due_at: until }).where('key', '=', key).execute()
}

export const findAccount = (db: Kysely<Tables>, key: string): Promise<AccountRow | undefined> =>
  db.selectFrom('account').selectAll().where('key', '=', key).executeTakeFirst()

/** Account keys in order, a page at a time. */
export const pageAccounts = async (db: Kysely<Tables>, after: string, atMost: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('account')
    .select('key')
    .where('key', '>', after)
    .orderBy('key')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.key)
}

export const countAccounts = async (db: Kysely<Tables>): Promise<number> => {
  const row = await db
    .selectFrom('account')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export const rowsOfAccounts = async (db: Kysely<Tables>, keys: readonly string[]): Promise<AccountRow[]> =>
  keys.length === 0
    ? []
    : db.selectFrom('account').selectAll().where('key', 'in', keys).orderBy('key').execute()

/** Documents by account key. */
export const accountsByKey = async (
  db: Kysely<Tables>,
  keys: readonly string[],
): Promise<Map<string, string>> => {
  if (keys.length === 0) return new Map()
  const rows = await db.selectFrom('account').select(['key', 'doc']).where('key', 'in', keys).execute()
  return new Map(rows.map((row) => [row.key, row.doc]))
}

import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { AccountRow, Tables } from './tables.ts'

const lock = statement<AccountRow>(
  'account.lock',
  { key: 'text' },
  ({ match, forUpdate }) => sql`select key, doc, due_at, seq from account where ${match} ${forUpdate}`,
)

/**
 * Which transaction wrote a row last, and which one asks. Postgres counts on at 32 bits: after four billion others. The bits
 * above say when that database started: a replica that takes over without the newest commits gives their numbers again.
 */
export type AccountVersion = { readonly version: number; readonly writer: number }
/** Without a document if the row is of the version that was named. */
type KnownRow = Omit<AccountRow, 'doc'> & AccountVersion & { readonly doc: string | null }

const OF_DATABASE = sql`(extract(epoch from pg_postmaster_start_time())::bigint % 1000000 << 32)`
const OF_ROW = sql`(${OF_DATABASE} + account.xmin::text::bigint)`
const OF_WRITER = sql`${OF_DATABASE} + pg_current_xact_id()::xid::text::bigint`

const lockKnown = statement<KnownRow>(
  'account.lockKnown',
  { key: 'text', version: 'bigint' },
  ({ columns, rows }) => sql`select account.key, due_at, seq, ${OF_ROW} as version, ${OF_WRITER} as writer,
      case when ${OF_ROW} = given.version then null else doc end as doc
    from (${rows}) as given (${columns}) join account on account.key = given.key
    order by account.key for update of account`,
)

const makeVersion = statement<KnownRow>(
  'account.makeVersion',
  { key: 'text', doc: 'doc', seq: 'bigint' },
  ({ columns, rows }) => sql`insert into account (${columns}) ${rows} on conflict (key) do update
      set key = excluded.key returning key, doc, due_at, seq, ${OF_WRITER} as version, ${OF_WRITER} as writer`,
)

const make = statement<AccountRow>(
  'account.make',
  { key: 'text', doc: 'doc', seq: 'bigint' },
  ({ columns, rows }) =>
    sql`insert into account (${columns}) ${rows} on conflict (key) do update
      set key = excluded.key returning key, doc, due_at, seq`,
)

type Wanted = { readonly keys: readonly string[]; readonly doc: string }

/**
 * Locks the account rows until the end of the transaction, making missing ones with `doc`, and answers them. The keys
 * must ascend: every transaction takes its accounts in this order, so none waits in a circle. New ones come last, which
 * may make one: then a transaction fails and is run again, and nobody pays for it who meets only known accounts.
 */
export const lockAccounts = async (session: Session, { keys, doc }: Wanted): Promise<AccountRow[]> => {
  const known = await session.run(
    lock,
    keys.map((key) => [key]),
  )
  if (known.length === keys.length) return known
  return [...known, ...(await session.run(make, missing(keys, known, doc)))]
}

const missing = (keys: readonly string[], known: readonly { readonly key: string }[], doc: string) => {
  const locked = new Set(known.map((row) => row.key))
  return keys.filter((key) => !locked.has(key)).map((key) => [key, doc, 0])
}

/** The same without the documents of those that are still of the version that `versionOf` names (Postgres only). */
export const lockKnownAccounts = async (
  session: Session,
  { keys, doc, versionOf }: Wanted & { readonly versionOf: (key: string) => number | null },
): Promise<KnownRow[]> => {
  const known = await session.run(
    lockKnown,
    keys.map((key) => [key, versionOf(key)]),
  )
  if (known.length === keys.length) return known
  return [...known, ...(await session.run(makeVersion, missing(keys, known, doc)))]
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

const remove = statement(
  'account.remove',
  { key: 'text' },
  ({ match }) => sql`delete from account where ${match}`,
)

/** Removes the rows of accounts without members. */
export const removeAccounts = async (session: Session, keys: readonly string[]): Promise<void> => {
  await session.run(
    remove,
    keys.map((key) => [key]),
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

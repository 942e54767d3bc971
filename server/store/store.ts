import type { Kysely } from 'kysely'
import { migrate, pendingMigrations } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import type { Dialect, Statement, Value } from './statement.ts'
import type { Tables } from './tables.ts'

/** One connection; inside a transaction unless it was got from `read`. */
export type Session = {
  readonly dialect: Dialect
  /** For statements that are not hot. */
  readonly db: Kysely<Tables>
  /** Runs a prepared statement over the rows and returns what it returned for all of them. */
  run<Row>(statement: Statement<Row>, rows: readonly (readonly Value[])[]): Promise<Row[]>
}

/**
 * What is repeatable would be done again in just the same way, so that its commit does not wait for the disk: a loss of
 * power may take it back, as a whole, and never anything that was committed before it or a later commit rests on.
 */
export type TransactionKind = 'lasting' | 'repeatable'

export type Store = {
  readonly dialect: Dialect
  readonly db: Kysely<Tables>
  /** Commits when `work` resolves, rolls back when it rejects. On Postgres deadlocks and lost races run it again. */
  transaction<T>(work: (session: Session) => Promise<T>, kind?: TransactionKind): Promise<T>
  /** For statements that need no transaction. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens and migrates `sqlite:<path>` or `postgres://...`; rejects with what to do when it cannot. */
export const openStore = async (url: string): Promise<Store> => {
  const store = connect(url)
  try {
    await migrate(store, Date.now())
    return store
  } catch (cause) {
    await store.close().catch(() => undefined)
    throw new Error(`The database ${shown(url)} cannot be opened: ${words(cause)}`, { cause })
  }
}

/** Migrates the database and answers what was applied; rejects with what to do when it cannot be opened. */
export const migrateStore = (url: string): Promise<string[]> =>
  withStore(url, (store) => migrate(store, Date.now()))

/** What a migration would apply. Changes nothing, but for the file of a new SQLite database. */
export const pendingIn = (url: string): Promise<string[]> => withStore(url, pendingMigrations)

/** Opens the database as it stands, unmigrated, for `work`; rejects with what to do when it cannot. */
export const withStore = async <T>(url: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = connect(url)
  try {
    return await work(store)
  } catch (cause) {
    throw new Error(`The database ${shown(url)} cannot be opened: ${words(cause)}`, { cause })
  } finally {
    await store.close().catch(() => undefined)
  }
}

const connect = (url: string): Store => {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length))
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url)
  throw new Error(`DATABASE_URL is ${shown(url)}; it must start with sqlite: or postgres://`)
}

/** The URL without its password. */
const shown = (url: string): string => url.replace(/:\/\/([^:/@]*):[^@]*@/, '://$1:...@')

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

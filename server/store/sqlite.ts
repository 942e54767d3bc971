import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { compileForRows, type Statement, type Value } from './statement.ts'
import type { Session, Store } from './store.ts'
import type { Tables } from './tables.ts'

/** How long a statement waits for another process that holds the file. */
const BUSY_AFTER = 5000

/** Opens (and creates) the file at `path`; `:memory:` keeps everything in memory. */
export const openSqlite = (path: string): Store => {
  if (path !== ':memory:') createPrivately(path)
  const file = new DatabaseSync(path, { timeout: BUSY_AFTER })
  // A thread of its own copies the log (checkpoints.ts); where there is none, or it is late, a commit does at 64 MB.
  file.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8192; pragma wal_autocheckpoint = 16000',
  )
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(file) }) })
  const session = openSession(file, db)
  /** One connection has one transaction at a time: the next begins when the last is over. */
  let last: Promise<unknown> = Promise.resolve()
  return {
    dialect: 'sqlite',
    db,
    transaction: (work, kind) => {
      const begin = () => inTransaction(file, () => work(session))
      const mine = last.then(() => (kind === 'repeatable' ? unsynced(file, begin) : begin()))
      last = mine.catch(() => undefined)
      return mine
    },
    read: (work) => work(session),
    close: async () => {
      await db.destroy()
      if (file.isOpen) file.close()
    },
  }
}

/** The file for one that reads beside its writer: each transaction sees it as it was at one instant. */
export const openSqliteReader = (path: string): Store => {
  const file = new DatabaseSync(path, { readOnly: true, timeout: BUSY_AFTER })
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(file) }) })
  const session = openSession(file, db)
  return {
    dialect: 'sqlite',
    db,
    transaction: (work) => inTransaction(file, () => work(session), 'begin'),
    read: (work) => work(session),
    close: () => db.destroy(),
  }
}

/** Keys and people are in it: for this user's eyes, as are the files that SQLite puts beside it. */
const createPrivately = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  closeSync(openSync(path, 'a', 0o600))
}

const inTransaction = async <T>(
  file: DatabaseSync,
  work: () => Promise<T>,
  begin = 'begin immediate',
): Promise<T> => {
  file.exec(begin)
  try {
    const result = await work()
    file.exec('commit')
    return result
  } catch (error) {
    if (file.isTransaction) file.exec('rollback')
    throw error
  }
}

/** The log is written in order: the next commit that waits for the disk takes this one along. */
const unsynced = async <T>(file: DatabaseSync, work: () => Promise<T>): Promise<T> => {
  file.exec('pragma synchronous = normal')
  try {
    return await work()
  } finally {
    file.exec('pragma synchronous = full')
  }
}

/** Rows that one insert takes: more are hardly cheaper. */
const TOGETHER = 8

const openSession = (file: DatabaseSync, db: Kysely<Tables>): Session => {
  const prepared = new Map<string, Prepared>()
  /** What a statement for several rows is given, filled anew each time: as many lists as there are events were garbage. */
  const values: Value[] = []
  const prepare = (wanted: Statement<unknown>): Prepared => {
    const one = file.prepare(compileForRows(db, wanted, 1))
    const reads = one.columns().length > 0
    const inserts = !reads && one.sourceSQL.startsWith('insert')
    const many = inserts ? file.prepare(compileForRows(db, wanted, TOGETHER)) : null
    const made = { reads, one, many }
    prepared.set(wanted.name, made)
    return made
  }
  return {
    dialect: 'sqlite',
    db,
    async run<Row>(wanted: Statement<Row>, rows: readonly (readonly Value[])[]): Promise<Row[]> {
      const { reads, one, many } = prepared.get(wanted.name) ?? prepare(wanted)
      if (reads) return rows.flatMap((row) => one.all(...row) as Row[])
      const ofMany = many ? rows.length - (rows.length % TOGETHER) : 0
      for (let from = 0; from < ofMany; from += TOGETHER) many?.run(...together(rows, from, values))
      for (let at = ofMany; at < rows.length; at++) one.run(...(rows[at] ?? []))
      return []
    },
  }
}

const together = (rows: readonly (readonly Value[])[], from: number, values: Value[]): Value[] => {
  let count = 0
  for (let at = from; at < from + TOGETHER; at++) for (const value of rows[at] ?? []) values[count++] = value
  values.length = count
  return values
}

type Prepared = {
  readonly reads: boolean
  readonly one: StatementSync
  /** The same for several rows at once. */
  readonly many: StatementSync | null
}

/** node:sqlite as Kysely's SQLite dialect expects a database: parameters in one array, statements cached by text. */
const adapt = (file: DatabaseSync) => {
  const cache = new Map<string, ReturnType<typeof adaptStatement>>()
  return {
    close: () => {
      if (file.isOpen) file.close()
    },
    prepare: (text: string) => {
      const known = cache.get(text)
      if (known) return known
      const made = adaptStatement(file.prepare(text))
      if (cache.size < 500) cache.set(text, made)
      return made
    },
  }
}

type Parameter = string | number | null
const adaptStatement = (statement: StatementSync) => ({
  reader: statement.columns().length > 0,
  all: (parameters: readonly unknown[]) => statement.all(...(parameters as Parameter[])),
  run: (parameters: readonly unknown[]) => statement.run(...(parameters as Parameter[])),
  iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as Parameter[])),
})

/**
 * Holds the file for one server until the undo is called or the process ends, however it ends. Profiles are kept in
 * memory between transactions, so there must be one writer; reading along (a backup, a look) stays possible.
 */
export const holdFile = (path: string): (() => void) => {
  if (path === ':memory:') return () => undefined
  mkdirSync(dirname(path), { recursive: true })
  const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = delete; begin exclusive')
  } catch (cause) {
    lock.close()
    throw new Error(
      `Another Tidemark server has ${path} open. Stop it, or use Postgres for several servers.`,
      {
        cause,
      },
    )
  }
  return () => lock.close()
}

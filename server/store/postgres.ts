import { Kysely, PostgresDialect } from 'kysely'
import { type CustomTypesConfig, DatabaseError, Pool, type PoolClient, types } from 'pg'
import { BETWEEN_DOCS, compileForArrays, type Statement, type Value } from './statement.ts'
import type { Session, Store } from './store.ts'
import type { Tables } from './tables.ts'
import { together } from './together.ts'

const BIGINT = 20
const NUMERIC = 1700
/** Attempts of a transaction that met a deadlock or a serialization failure. */
const ATTEMPTS = 8

/**
 * Every statement finds its rows by key. A planner that met a table while it was small, or was never told how it grew,
 * would read all of it; a plan that is kept would go on doing so.
 */
const PLANS = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off', jit: 'off' }
/** A server that lost its power holds its locks until the database notices: it must not take long (ms). */
const PATIENCE = { idle_in_transaction_session_timeout: 60_000, lock_timeout: 30_000 }
/** How long to wait for a connection, also for one that others have: past it a request fails rather than hangs. */
const CONNECTS_WITHIN = 30_000
const CONNECTIONS = 10

/** A pool on the database that `url` names; nothing is connected before the first statement. */
export const openPostgres = (url: string): Store => {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECTS_WITHIN,
    keepAlive: true,
    // What need not wait for one another is sent at once: a round trip costs more than most statements.
    pipeline: true,
    options: Object.entries({ ...PLANS, ...PATIENCE })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: { getTypeParser },
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that breaks while it works ends the process too; whoever waits for its answer hears of it anyway.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const sessions = new WeakMap<PoolClient, Session>()
  const sessionOf = (client: PoolClient): Session => {
    const known = sessions.get(client) ?? openSession(client, db)
    sessions.set(client, known)
    return known
  }
  return {
    dialect: 'postgres',
    db,
    transaction: (work, kind = 'lasting') =>
      retried(() => inTransaction(pool, BEGIN[kind], (client) => work(sessionOf(client)))),
    read: async (work) => {
      const client = await pool.connect()
      try {
        return await work(sessionOf(client))
      } finally {
        client.release()
      }
    },
    close: () => db.destroy(),
  }
}

/** Every bigint here is a count, an instant or a sequence number: all below 2^53. */
const getTypeParser: CustomTypesConfig['getTypeParser'] = (oid: number, format?: 'text' | 'binary') =>
  oid === BIGINT || oid === NUMERIC ? Number : types.getTypeParser(oid, format)

const BEGIN = { lasting: 'begin', repeatable: 'begin; set local synchronous_commit = off' } as const

const inTransaction = async <T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const [, result] = await together([client.query(begin), work(client)])
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** 40001 serialization failure, 40P01 deadlock, 23505 a row that another transaction wrote first. */
const RETRYABLE = new Set(['40001', '40P01', '23505'])

const retried = async <T>(work: () => Promise<T>, attempt = 1): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof DatabaseError ? (error.code ?? '') : ''
    if (!RETRYABLE.has(code) || attempt >= ATTEMPTS) throw error
    return retried(work, attempt + 1)
  }
}

const openSession = (client: PoolClient, db: Kysely<Tables>): Session => {
  const texts = new Map<string, string>()
  const within = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOfOne(client) }) })
  return {
    dialect: 'postgres',
    db: within,
    async run<Row>(wanted: Statement<Row>, rows: readonly (readonly Value[])[]): Promise<Row[]> {
      if (rows.length === 0) return []
      const text = texts.get(wanted.name) ?? compileForArrays(db, wanted)
      texts.set(wanted.name, text)
      const result = await client.query({ name: wanted.name, text, values: columnsOf(wanted, rows) })
      return result.rows as Row[]
    },
  }
}

/** The values of each column: an array, or the documents as one text. */
const columnsOf = ({ columns }: Statement<unknown>, rows: readonly (readonly Value[])[]): string[] =>
  Object.values(columns).map((type, index) => {
    const values = rows.map((row) => row[index] ?? null)
    return type === 'doc' ? values.join(BETWEEN_DOCS) : `{${values.map(elementOf).join()}}`
  })

/** Of an array as Postgres reads it: the driver's own way takes twice as long. */
const elementOf = (value: Value): string => {
  if (typeof value === 'string') return `"${SPECIAL.test(value) ? value.replace(SPECIALS, '\\$&') : value}"`
  return value === null ? 'NULL' : String(value)
}
const SPECIAL = /["\\]/
const SPECIALS = /["\\]/g

/** Kysely over the one connection that holds the transaction. */
const poolOfOne = (client: PoolClient) => ({
  options: {},
  connect: async () => ({
    query: client.query.bind(client),
    release: () => undefined,
  }),
  end: async () => undefined,
})

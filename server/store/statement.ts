import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type Dialect = 'sqlite' | 'postgres'
export type Value = string | number | null
/** The columns that a statement is given, with their Postgres types; `doc` is the JSON text of an object. */
export type Columns = { readonly [name: string]: 'text' | 'bigint' | 'doc' }

/**
 * Stands between documents that are sent as one text: in an array Postgres wants every quote escaped, of which they are
 * full. JSON never holds it as it is.
 */
export const BETWEEN_DOCS = '\u0001'

/**
 * The only place where the two databases' statements differ. SQLite runs a statement once for each given row, or for a
 * few that are inserted; Postgres runs it once with an array for each column, because there a round trip costs more than
 * a row.
 */
export type Given = {
  /** The names of the given columns: `a, b`. */
  readonly columns: RawBuilder<unknown>
  /** The given rows, for `insert into t (...)`. */
  readonly rows: RawBuilder<unknown>
  /** True for table rows that equal a given row in all given columns. */
  readonly match: RawBuilder<unknown>
  /** Row locks in key order for a read; nothing on SQLite, which has one writer. */
  readonly forUpdate: RawBuilder<unknown>
}

/** A statement over given rows; its SQL is compiled once for each database and then run as a prepared statement. */
export type Statement<Row> = {
  readonly name: string
  readonly columns: Columns
  readonly build: (given: Given) => RawBuilder<Row>
}

export const statement = <Row = never>(
  name: string,
  columns: Columns,
  build: (given: Given) => RawBuilder<Row>,
): Statement<Row> => ({ name, columns, build })

/** The statement's SQL text on Postgres. */
export const compileForArrays = (db: Kysely<Tables>, wanted: Statement<unknown>): string =>
  wanted.build(arrays(wanted.columns)).compile(db).sql

/** The statement's SQL text on SQLite, for so many rows at once; more than one only if it inserts them. */
export const compileForRows = (db: Kysely<Tables>, wanted: Statement<unknown>, count: number): string =>
  wanted.build(someRows(wanted.columns, count)).compile(db).sql

const someRows = (columns: Columns, count: number): Given => {
  const names = Object.keys(columns)
  const row = sql`(${sql.join(names.map(() => sql`${null}`))})`
  return {
    columns: sql.join(names.map((name) => sql.ref(name))),
    rows: sql`values ${sql.join(Array.from({ length: count }, () => row))}`,
    match: sql.join(
      names.map((name) => sql`${sql.ref(name)} = ${null}`),
      sql` and `,
    ),
    forUpdate: sql``,
  }
}

const arrays = (columns: Columns): Given => {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  const types = Object.values(columns)
  const lists = sql.join(types.map(listOf))
  return {
    columns: names,
    rows: sql`select * from unnest(${lists})`,
    match:
      types.length === 1
        ? sql`${names} = any(${lists})`
        : sql`(${names}) in (select * from unnest(${lists}))`,
    forUpdate: sql`order by ${names} for update`,
  }
}

const listOf = (type: Columns[string]): RawBuilder<unknown> =>
  type === 'doc'
    ? sql`string_to_array(${null}::text, ${sql.lit(BETWEEN_DOCS)})`
    : sql`${null}::${sql.raw(type)}[]`

import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** A table as both databases have it. */
export type Table = {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: 'text' | 'bigint' }[]
  /** The primary key, by which it is read in pages. */
  readonly key: readonly string[]
}

export type Row = Readonly<Record<string, string | number | null>>

/** Every table of a SQLite database with its columns; migrations' own books are no part of the move. */
export const tablesOf = async (db: Kysely<Tables>): Promise<Table[]> => {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'
    and name not like 'kysely%' and name not like 'sqlite%' and name <> 'journal_seq' order by name`.execute(
    db,
  )
  const tables: Table[] = []
  for (const { name } of rows) {
    const info = await sql<{ name: string; type: string; pk: number }>`
      select name, type, pk from pragma_table_info(${name})`.execute(db)
    const keys = info.rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    tables.push({
      name,
      columns: info.rows.map((column) => ({
        name: column.name,
        type: column.type.toLowerCase() === 'bigint' ? 'bigint' : 'text',
      })),
      key: keys.map((column) => column.name),
    })
  }
  return tables
}

/** A page of a table by its key, after the row given. */
export const readPage = async (
  db: Kysely<Tables>,
  { name, columns, key }: Table,
  { after, atMost }: { readonly after: Row | null; readonly atMost: number },
): Promise<Row[]> => {
  const refs = sql.join(key.map((column) => sql.ref(column)))
  const place =
    after && sql`where (${refs}) > (${sql.join(key.map((column) => sql.val(after[column] ?? null)))})`
  const { rows } = await sql<Row>`select ${sql.join(columns.map((column) => sql.ref(column.name)))}
    from ${sql.table(name)} ${place ?? sql``} order by ${refs} limit ${sql.lit(atMost)}`.execute(db)
  return rows
}

/** Adds rows, on Postgres: one array a column, because a round trip costs more than a row. */
export const addRows = async (
  db: Kysely<Tables>,
  { name, columns }: Table,
  rows: readonly Row[],
): Promise<void> => {
  const names = sql.join(columns.map((column) => sql.ref(column.name)))
  const lists = columns.map(
    ({ name: column, type }) => sql`${rows.map((row) => row[column] ?? null)}::${sql.raw(type)}[]`,
  )
  await sql`insert into ${sql.table(name)} (${names}) select * from unnest(${sql.join(lists)})`.execute(db)
}

export const countRows = async (db: Kysely<Tables>, { name }: Table): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db)
  return rows[0]?.n ?? 0
}

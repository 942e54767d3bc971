import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import { type Row, readPage, type Table } from './tables.ts'

const PAGE = 2000

export type Sum = { readonly rows: number; readonly checksum: string }

/**
 * A table's rows, counted and summed: the digests of all rows added up, so that it is no matter in which order two
 * databases sort text.
 */
export const sumUp = async (
  db: Kysely<Tables>,
  table: Table,
  onRows: (rows: number) => void,
): Promise<Sum> => {
  let total = 0n
  let rows = 0
  for (let after: Row | null = null; ; ) {
    const page: Row[] = await readPage(db, table, { after, atMost: PAGE })
    const last = page.at(-1)
    if (!last) return { rows, checksum: total.toString(16).padStart(16, '0') }
    for (const row of page) total = BigInt.asUintN(64, total + digestOf(table, row))
    rows += page.length
    onRows(page.length)
    after = last
  }
}

const digestOf = ({ columns }: Table, row: Row): bigint => {
  const text = JSON.stringify(columns.map(({ name }) => row[name] ?? null))
  return createHash('sha256').update(text).digest().readBigUInt64BE()
}

import { type Kysely, sql } from 'kysely'
import { makePartitions } from '../store/partitions.ts'
import { readSetting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import { DAY } from '../wire/limits.ts'
import { sumUp } from './checksum.ts'
import { dropNotes, makeNotes, readNote, writeNote } from './notes.ts'
import { addRows, countRows, type Row, readPage, type Table, tablesOf } from './tables.ts'

const PAGE = 1000
/** The note that says which database is being moved; the others are named for their tables. */
const SOURCE = 'of'

export type Moved = { readonly table: string; readonly rows: number; readonly checksum: string }
export type MoveProgress = {
  readonly doing: 'copying' | 'verifying'
  readonly done: number
  readonly total: number
}

/** Why it cannot be done, in words for who asked for it. */
export class MoveError extends Error {}

/**
 * Copies everything from SQLite to Postgres, and compares counts and checksums of every table. What was interrupted goes
 * on where it stopped: each page is committed together with the note that says so. Nobody may write to either meanwhile.
 */
export const move = async (
  from: Store,
  to: Store,
  onProgress: (progress: MoveProgress) => void,
): Promise<Moved[]> => {
  const tables = await tablesOf(from.db)
  await begin(from.db, to.db, tables)
  const counts = await Promise.all(tables.map((table) => countRows(from.db, table)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const copying = counter('copying', total, onProgress)
  for (const table of tables) await copy(from.db, to, { table, onRows: copying })
  await carrySequence(from.db, to.db)
  const verifying = counter('verifying', total * 2, onProgress)
  const moved: Moved[] = []
  for (const table of tables) moved.push(await verify(from.db, to.db, { table, onRows: verifying }))
  await dropNotes(to.db)
  return moved
}

const counter = (
  doing: MoveProgress['doing'],
  total: number,
  onProgress: (progress: MoveProgress) => void,
) => {
  let done = 0
  return (rows: number): void => {
    done += rows
    onProgress({ doing, done, total })
  }
}

/** The new database must be empty, or hold the beginning of this very move. */
const begin = async (from: Kysely<Tables>, to: Kysely<Tables>, tables: readonly Table[]): Promise<void> => {
  const source = await markOf(from)
  await makeNotes(to)
  const begun = await readNote(to, SOURCE)
  if (begun === source) return
  if (begun !== null)
    throw new MoveError(
      'The old database has changed since this move was begun. Empty the new database and begin again.',
    )
  for (const table of tables)
    if ((await countRows(to, table)) > 0)
      throw new MoveError(`The new database holds data already (in "${table.name}"). Use an empty one.`)
  await writeNote(to, SOURCE, source)
  await makePastPartitions(from, to)
}

/** Tells this installation at this entry from any other. */
const markOf = async (db: Kysely<Tables>): Promise<string> => {
  const { last } = await db.selectFrom('journal_seq').select('last').executeTakeFirstOrThrow()
  return `${await readSetting(db, 'key.write')} ${await readSetting(db, 'first-served')} ${last}`
}

const makePastPartitions = async (from: Kysely<Tables>, to: Kysely<Tables>): Promise<void> => {
  const { first } = await from
    .selectFrom('journal')
    .select(({ fn }) => fn.min('received_at').as('first'))
    .executeTakeFirstOrThrow()
  for (let at = first ?? Date.now(); at < Date.now(); at += 28 * DAY) await makePartitions(to, at)
}

type Copying = { readonly table: Table; readonly onRows: (rows: number) => void }

const copy = async (from: Kysely<Tables>, to: Store, { table, onRows }: Copying): Promise<void> => {
  const begun = await readNote(to.db, table.name)
  if (begun !== null) onRows(await countRows(to.db, table))
  for (let after: Row | null = begun === null ? null : JSON.parse(begun); ; ) {
    const page: Row[] = await readPage(from, table, { after, atMost: PAGE })
    const last = page.at(-1)
    if (!last) return
    const place = JSON.stringify(Object.fromEntries(table.key.map((column) => [column, last[column]])))
    await to.transaction(async ({ db }) => {
      await addRows(db, table, page)
      await writeNote(db, table.name, place)
    })
    onRows(page.length)
    after = last
  }
}

/** Entries must go on ascending. */
const carrySequence = async (from: Kysely<Tables>, to: Kysely<Tables>): Promise<void> => {
  const { last } = await from.selectFrom('journal_seq').select('last').executeTakeFirstOrThrow()
  if (last > 0) await sql`select setval('journal_seq', ${sql.lit(last)})`.execute(to)
}

const verify = async (
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  { table, onRows }: Copying,
): Promise<Moved> => {
  const was = await sumUp(from, table, onRows)
  const is = await sumUp(to, table, onRows)
  if (was.rows !== is.rows || was.checksum !== is.checksum)
    throw new MoveError(
      `"${table.name}" is not the same in both databases: ${was.rows} rows there, ${is.rows} here. Empty the new one and begin again.`,
    )
  return { table: table.name, ...was }
}

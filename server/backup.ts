import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { holdFile } from './store/sqlite.ts'

/** What a copy holds, counted in the copy itself. */
export type Copied = { readonly file: string; readonly events: number; readonly accounts: number }

/**
 * Copies a SQLite database into a file, beside a server that is busy with it. It is one read transaction, so the copy
 * is the database of one instant: everything acknowledged before this was called is in it. It holds the keys and
 * people's data too, and is made for this user's eyes only.
 */
export const backUp = (database: string, to: string): Copied => {
  if (!existsSync(database)) throw new Error(`There is no database at ${resolve(database)}.`)
  if (existsSync(to)) throw new Error(`${to} exists already; a backup overwrites nothing.`)
  const folder = dirname(resolve(to))
  if (!existsSync(folder)) throw new Error(`There is no directory ${folder} for the backup: make it first.`)
  const unfinished = `${to}.unfinished`
  rmSync(unfinished, { force: true })
  closeSync(openSync(unfinished, 'w', 0o600))
  const source = new DatabaseSync(database, { timeout: 30_000 })
  try {
    source.prepare('vacuum into ?').run(unfinished)
  } finally {
    source.close()
  }
  const copied = inspect(unfinished)
  sync(unfinished)
  renameSync(unfinished, to)
  return { ...copied, file: to }
}

/**
 * Puts a backup where the database is. Needs that no server runs. What was there is kept beside it, under the name that is
 * answered; null when nothing was.
 */
export const restore = (
  from: string,
  { database, now }: { readonly database: string; readonly now: number },
): Copied & { readonly kept: string | null } => {
  if (!existsSync(from)) throw new Error(`There is no backup at ${from}.`)
  const copied = inspect(from)
  const release = holdFile(database)
  try {
    const arriving = `${database}.arriving`
    copyFileSync(from, arriving)
    chmodSync(arriving, 0o600)
    sync(arriving)
    const kept = existsSync(database) ? putAside(database, now) : null
    renameSync(arriving, database)
    return { ...copied, file: database, kept }
  } finally {
    release()
  }
}

/** With what its write-ahead log holds, which must not be applied to another file. */
const putAside = (database: string, now: number): string => {
  const kept = `${database}.${new Date(now).toISOString().replaceAll(':', '-')}`
  const former = new DatabaseSync(database)
  former.exec('pragma wal_checkpoint(truncate)')
  former.close()
  renameSync(database, kept)
  for (const suffix of ['-wal', '-shm']) rmSync(database + suffix, { force: true })
  return kept
}

/** Rejects what is damaged, or no database of ours. */
const inspect = (file: string): Copied => {
  const copy = new DatabaseSync(file, { readOnly: true })
  try {
    const [check] = copy.prepare('pragma integrity_check').all()
    if (check?.['integrity_check'] !== 'ok') throw new Error(String(check?.['integrity_check']))
    const count = (table: string) => Number(copy.prepare(`select count(*) as n from ${table}`).get()?.['n'])
    return { file, events: count('journal'), accounts: count('account') }
  } catch (cause) {
    throw new Error(`${file} is damaged, or no database of Tidemark: ${(cause as Error).message}`, { cause })
  } finally {
    copy.close()
  }
}

const sync = (file: string): void => {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

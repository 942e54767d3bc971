import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Where a running server can be reached, for commands typed beside it. The token is null when the environment holds it. */
export type RunFile = { readonly url: string; readonly adminToken: string | null; readonly pid: number }

/** The file of an SQLite database; null for Postgres and for memory. */
export const databaseFile = (databaseUrl: string): string | null => {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : ':memory:'
  return file === ':memory:' ? null : file
}

const pathOf = (databaseUrl: string): string | null => {
  const file = databaseFile(databaseUrl)
  return file && `${file}.server.json`
}

/**
 * Says beside the database file that this process serves it: only one may hold it, so commands go through its API.
 * Readable by the owner only, as the database itself.
 */
export const writeRunFile = (databaseUrl: string, run: RunFile): (() => void) => {
  const path = pathOf(databaseUrl)
  if (path === null) return () => {}
  writeFileSync(path, JSON.stringify(run), { mode: 0o600 })
  return () => rmSync(path, { force: true })
}

/** The server that holds this database, if one says so and its process still lives. */
export const readRunFile = (databaseUrl: string): RunFile | null => {
  const path = pathOf(databaseUrl)
  if (path === null) return null
  try {
    const run = JSON.parse(readFileSync(path, 'utf8')) as RunFile
    process.kill(run.pid, 0)
    return run
  } catch {
    return null
  }
}

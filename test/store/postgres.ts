import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from '../free-port.ts'

/** A Postgres of our own; `url` names its maintenance database. */
export type Cluster = {
  readonly url: string
  readonly stop: () => Promise<void>
  /** Stops it at once, as a crash does (`pg_ctl stop -m immediate`), and starts it again. Not for one that was given. */
  readonly crash: () => Promise<void>
}

const STARTS_WITHIN = 30_000

/**
 * Starts a private cluster in a temporary folder. `TIDEMARK_TEST_POSTGRES` names one to use instead. Answers why not,
 * in words, when the programs are missing or may not run.
 */
export const startPostgres = async (): Promise<Cluster | string> => {
  const given = process.env['TIDEMARK_TEST_POSTGRES']
  if (given) return { url: given, stop: async () => undefined, crash: async () => undefined }
  const programs = findPrograms()
  if (!programs) return 'Postgres is not installed (no initdb on the PATH or under /usr/lib/postgresql)'
  const user = whoRuns()
  if (!user) return 'Postgres refuses to run as root, and there is no user postgres or nobody'
  return startCluster(programs, user)
}

const findPrograms = (): string | null => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return (
    folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ??
    null
  )
}

type User = { readonly uid?: number; readonly gid?: number }

/** Postgres never runs as root: it is given to another user then. */
const whoRuns = (): User | null => {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // No such user; the next one.
    }
  }
  return null
}

const startCluster = async (programs: string, user: User): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-postgres-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = { ...user, cwd: folder, stdio: 'ignore' } as const
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    options,
  )
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: 200,
  }
  const start = () => {
    const server = spawn(
      join(programs, 'postgres'),
      ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      options,
    )
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
    return async (signal: NodeJS.Signals) => {
      server.kill(signal)
      await ended
    }
  }
  let end = start()
  const stop = async () => {
    await end('SIGINT')
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const crash = async () => {
    await end('SIGQUIT')
    end = start()
    await untilItAnswers(url, Date.now() + STARTS_WITHIN)
  }
  try {
    await untilItAnswers(url, Date.now() + STARTS_WITHIN)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop, crash }
}

const untilItAnswers = async (url: string, deadline: number): Promise<void> => {
  for (;;) {
    try {
      return await administer(url, 'select 1')
    } catch (error) {
      if (Date.now() > deadline) throw error
      await wait(50)
    }
  }
}

/** Runs one statement on the maintenance database. */
export const administer = async (url: string, text: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

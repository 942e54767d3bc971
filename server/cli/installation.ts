import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { databaseFile } from '../run-file.ts'
import type { Problem } from '../wire/view.ts'
import { CommandError } from './command.ts'
import { type Call, type Reach, reach } from './reach.ts'

/** The settings of this environment; every problem is said at once. */
export const readSettings = async (): Promise<Config> => {
  const { describeProblems, readConfig } = await import('../config.ts')
  const result = await readConfig(process.env)
  if (result.ok) return result.config
  const problems = result.problems.map(({ setting, given, wanted }) => ({ path: setting, given, wanted }))
  throw new CommandError(describeProblems(result.problems).split('\n')[0] ?? '', { problems })
}

/** What a command may ask of the installation. */
export type Installation = Reach & {
  /** The JSON that the private API answers; a refusal ends the command with its words. */
  readonly ask: <T>(call: Omit<Call, 'as'>) => Promise<T>
}

/** A command that only looks at a database, or changes what it holds, makes none: the wrong directory would go unnoticed. */
export const requireDatabase = ({ databaseUrl }: Config): void => {
  const file = databaseFile(databaseUrl)
  if (file === null || existsSync(file)) return
  throw new CommandError(
    `There is no database at ${resolve(file)}. Run this in the directory that the server was started in, or set DATABASE_URL as it is set there; tidemark serve makes a new one.`,
  )
}

/** Opens the installation for `work`, and closes it whatever happens. `mayMake`: also one that is not there yet. */
export const withInstallation = async <T>(
  work: (installation: Installation) => Promise<T>,
  { mayMake = false } = {},
): Promise<T> => {
  const config = await readSettings()
  if (!mayMake) requireDatabase(config)
  const reached = await reach(config).catch((cause: Error) => {
    throw new CommandError(cause.message, { cause })
  })
  try {
    return await work({ ...reached, ask: (call) => ask(reached, call) })
  } finally {
    await reached.close()
  }
}

const ask = async <T>({ call }: Reach, asked: Omit<Call, 'as'>): Promise<T> => {
  const { status, body } = await call({ ...asked, as: 'admin' })
  if (status < 400) return (body === '' ? null : JSON.parse(body)) as T
  throw refusal(status, body)
}

/** A problem answer (RFC 9457) as an error; a proxy in between may answer something else. */
const refusal = (status: number, body: string): CommandError => {
  try {
    const { detail, title, problems = [] } = JSON.parse(body) as Problem
    return new CommandError(detail ?? title, { problems })
  } catch {
    return new CommandError(`The server answered ${status}: ${body.slice(0, 200)}`)
  }
}

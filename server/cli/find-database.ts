import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import { databaseFile, readRunFile } from '../run-file.ts'
import { pendingIn } from '../store/store.ts'
import type { Finding } from './findings.ts'

/** The database and its migrations; beside a running server also whether it answers. */
export const findDatabase = async ({ databaseUrl }: Config): Promise<Finding[]> => {
  const running = readRunFile(databaseUrl)
  if (running) return [await findServer(running.url)]
  const file = databaseFile(databaseUrl)
  if (file !== null && !existsSync(file))
    return [
      { about: 'database', state: 'note', words: `${file} does not exist yet: the first start makes it` },
    ]
  try {
    const pending = await pendingIn(databaseUrl)
    return [
      { about: 'database', state: 'good', words: file === null ? 'answers' : 'answers; no server holds it' },
      pending.length === 0
        ? { about: 'migrations', state: 'good', words: 'none to come' }
        : {
            about: 'migrations',
            state: 'note',
            words: `${pending.join(', ')} to come: with the next start, or by tidemark migrate`,
          },
    ]
  } catch (error) {
    return [{ about: 'database', state: 'bad', words: (error as Error).message }]
  }
}

const findServer = async (url: string): Promise<Finding> => {
  try {
    const { ok } = await fetch(`${url}/readyz`)
    return ok
      ? { about: 'database', state: 'good', words: `answers through the server at ${url}` }
      : {
          about: 'database',
          state: 'bad',
          words: `the server at ${url} says that the database does not answer`,
        }
  } catch (error) {
    return {
      about: 'database',
      state: 'bad',
      words: `a server says that it runs at ${url}, but nothing answers there: ${(error as Error).message}`,
    }
  }
}

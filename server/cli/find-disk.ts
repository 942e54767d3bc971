import { existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { databaseFile } from '../run-file.ts'
import type { Finding } from './findings.ts'

const GIGABYTE = 1024 ** 3
/** Below this a busy installation has days left, not weeks. */
const LITTLE = GIGABYTE

/** Room on the disk of a SQLite file; Postgres looks after its own. */
export const findDisk = async ({ databaseUrl }: Config): Promise<Finding[]> => {
  const file = databaseFile(databaseUrl)
  if (file === null) return []
  const folder = existing(dirname(resolve(file)))
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const words = `${(free / GIGABYTE).toFixed(1)} GB free at ${folder}`
  return [
    free > LITTLE
      ? { about: 'disk', state: 'good', words }
      : { about: 'disk', state: 'bad', words: `${words}: a full disk stops every event` },
  ]
}

const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)))

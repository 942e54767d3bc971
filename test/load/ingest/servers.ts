import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../../free-port.ts'
import { type Running, startNode } from '../processes.ts'
import { KEY } from './requests.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

export type Served = Running & { readonly port: number; readonly readyAfter: number }

export const startBare = async (): Promise<Served> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  return {
    ...(await startNode(join(ROOT, 'test/load/ingest/bare.ts'), { PORT: String(port) }, url)),
    port,
  }
}

export const startTidemark = async (databaseUrl: string, more: NodeJS.ProcessEnv = {}): Promise<Served> => {
  const port = await freePort()
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    TIDEMARK_WRITE_KEY: KEY,
    TIDEMARK_RATE_KEY: '0',
    MALLOC_MMAP_THRESHOLD_: '131072',
    ...more,
  }
  const url = `http://127.0.0.1:${port}/readyz`
  return { ...(await startNode(join(ROOT, 'dist/server/main.js'), env, url)), port }
}

/** A file for a database, gone when the work is done. */
export const withFile = async <T>(work: (path: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  try {
    return await work(join(folder, 'bench.db'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Servers that are stopped when the work is done, whatever happens. */
export const withServers = async <T>(
  start: readonly (() => Promise<Served>)[],
  work: (servers: Served[]) => Promise<T>,
): Promise<T> => {
  const servers: Served[] = []
  try {
    for (const one of start) servers.push(await one())
    return await work(servers)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

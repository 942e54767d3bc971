import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { Client } from 'pg'
import { startPostgres } from '../../store/postgres.ts'
import { cpuSeconds } from '../processes.ts'
import { everybody } from './requests.ts'
import { alternate, describe, median, ratioOf, round, type Target, targetOf } from './rounds.ts'
import { startBare, startTidemark, withServers } from './servers.ts'

const TRAFFIC = { eventsEach: 5, ids: 'random' } as const

/** One server and two on a Postgres of our own, its CPU counted. */
export const postgresCase = async (): Promise<void> => {
  const cluster = await startPostgres()
  if (typeof cluster === 'string') return console.log(`left out: ${cluster}`)
  const url = new URL(cluster.url)
  url.pathname = '/bench'
  await onPostgres(cluster.url, 'create database bench')
  const postmaster = await postmasterOf(cluster.url)
  const server = () => startTidemark(url.href)
  try {
    await withServers([startBare, server, server], async ([bare, first, second]) => {
      if (!bare || !first || !second) return
      const traffic = { ...TRAFFIC, nextUser: everybody(10_000) }
      const base = targetOf(bare.port, bare.pid)
      const cpu = (...pids: number[]) =>
        pids.reduce((sum, pid) => sum + cpuSeconds(pid), cpuWithChildren(postmaster))
      const one: Target = { ports: [first.port], cpu: () => cpu(first.pid) }
      const two: Target = { ports: [first.port, second.port], cpu: () => cpu(first.pid, second.pid) }
      const pairs = await alternate({ base, ours: one }, { base: traffic, ours: traffic })
      console.log(`one process: ${describe(pairs)} (bar 0.12: ${ratioOf(pairs) >= 0.12 ? 'met' : 'missed'})`)
      const speeds: { one: number; two: number }[] = []
      for (let n = 0; n < 3; n++)
        speeds.push({
          one: (await round(one, traffic, 3000)).perSecond,
          two: (await round(two, traffic, 3000)).perSecond,
        })
      const gain = median(speeds.map((pair) => pair.two / pair.one))
      console.log(
        `two processes: ${gain.toFixed(2)} times one; the machine has ${cpus().length} cores for servers, Postgres and the load`,
      )
    })
  } finally {
    await cluster.stop()
  }
}

const onPostgres = async <T>(url: string, text: string): Promise<T[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as T[]
  } finally {
    await client.end()
  }
}

const statOf = (pid: string): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Every backend is a child of it. */
const postmasterOf = async (url: string): Promise<number> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const parent = Number(statOf(String(rows[0]?.pid))[1])
  await client.end()
  return parent
}

/** CPU seconds of a process and its living children. Servers hold their connections: none of note ends in a round. */
const cpuWithChildren = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => isChild(name, pid))
    .reduce((sum, name) => sum + cpuSeconds(Number(name)), cpuSeconds(pid))

const isChild = (name: string, parent: number): boolean => {
  try {
    return Number(statOf(name)[1]) === parent
  } catch {
    return false
  }
}

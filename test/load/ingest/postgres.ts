import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { Client } from 'pg'
import { startPostgres } from '../../store/postgres.ts'
import { capCpu } from '../cpu-cap.ts'
import { cpuOfEnded, cpuSeconds } from '../processes.ts'
import { everybody, type Traffic } from './requests.ts'
import { alternate, describe, median, ratioOf, round, type Target, targetOf, thousands } from './rounds.ts'
import { startBare, startTidemark, withServers } from './servers.ts'

/** Of a core, for each of two servers. */
const SHARE = 0.3
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
      await compare({ one, two }, traffic)
      const undos = [first, second].map(({ pid }) => capCpu(pid, SHARE))
      if (undos.includes(null)) console.log('this machine lets nobody cap a process')
      else await compare({ one, two }, traffic, SHARE)
      for (const undo of undos) undo?.()
    })
  } finally {
    await cluster.stop()
  }
}

/**
 * Two servers against one. Where all cores are busy with one already, a second can only take from it: so also with each
 * server kept to a share of a core, which leaves room for two, Postgres and the load.
 */
const compare = async (
  { one, two }: { readonly one: Target; readonly two: Target },
  traffic: Traffic,
  share: number | null = null,
): Promise<void> => {
  const cores = cpus().length
  const pairs: { one: Measured; two: Measured }[] = []
  for (let n = 0; n < 3; n++)
    pairs.push({ one: await measure(one, traffic), two: await measure(two, traffic) })
  const of = (read: (pair: (typeof pairs)[number]) => number) => median(pairs.map(read))
  const kept = share === null ? '' : `, each kept to ${share} of a core`
  const gain = of((pair) => pair.two.perSecond / pair.one.perSecond).toFixed(2)
  const speeds = [of((pair) => pair.one.perSecond), of((pair) => pair.two.perSecond)].map(thousands)
  const busy = [of((pair) => pair.one.busy), of((pair) => pair.two.busy)].map((used) => used.toFixed(2))
  console.log(
    [
      `two processes${kept}: ${gain} times one (bar 1.6 while cores allow)`,
      `${speeds.join(' and ')} events/s`,
      `servers and Postgres kept ${busy.join(' and ')} of ${cores} cores busy, the load beside them`,
    ].join(' | '),
  )
}

/** `busy`: cores used by servers and Postgres. */
type Measured = { readonly perSecond: number; readonly busy: number }

const measure = async (target: Target, traffic: Traffic): Promise<Measured> => {
  const { perSecond, perCpuSecond } = await round(target, traffic, 3000)
  return { perSecond, busy: perSecond / perCpuSecond }
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

/** CPU seconds of a process, its children and those that ended, whose share the kernel hands on to it. */
const cpuWithChildren = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => isChild(name, pid))
    .reduce((sum, name) => sum + cpuUnlessEnded(Number(name)), cpuSeconds(pid) + cpuOfEnded(pid))

/** One that ends meanwhile is missing for a moment. */
const cpuUnlessEnded = (pid: number): number => {
  try {
    return cpuSeconds(pid)
  } catch {
    return 0
  }
}

const isChild = (name: string, parent: number): boolean => {
  try {
    return Number(statOf(name)[1]) === parent
  } catch {
    return false
  }
}

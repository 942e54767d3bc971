import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { closedLoop, type LoadResult } from './closed-loop.ts'
import { cpuSeconds, type Running, residentBytes, startNode } from './processes.ts'

const KEY = 'pk_bench_1'
const EVENTS = ['Core Action Completed', 'Report Viewed', 'Pricing Viewed', 'Session Started', 'Invite Sent']

/** One `/v1/batch` request over `users` users in accounts of ten, with ids that never repeat within a run. */
const batchRequests = (host: string, eventsEach: number, users: number): (() => Buffer) => {
  let n = 0
  const run = Date.now().toString(36)
  return () => {
    const batch = Array.from({ length: eventsEach }, () => {
      n += 1
      const user = (n * 7919) % users
      return {
        type: 'track',
        messageId: `${run}-${n}`,
        userId: `u${user}`,
        event: EVENTS[n % EVENTS.length],
        timestamp: new Date().toISOString(),
        context: { groupId: `a${Math.floor(user / 10)}` },
        properties: { source: 'bench', position: n % 100 },
      }
    })
    const body = JSON.stringify({ writeKey: KEY, batch, sentAt: new Date().toISOString() })
    const head = `POST /v1/batch HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    return Buffer.from(head + body)
  }
}

type Round = LoadResult & { perCpuSecond: number }

const round = async (target: Running, port: number, eventsEach: number, runFor: number): Promise<Round> => {
  const before = cpuSeconds(target.pid)
  const result = await closedLoop({
    host: '127.0.0.1',
    port,
    nextRequest: batchRequests(`127.0.0.1:${port}`, eventsEach, 10_000),
    connections: 64,
    runFor,
  })
  const cpu = cpuSeconds(target.pid) - before
  return { ...result, perCpuSecond: ((result.requests - result.refused) * eventsEach) / cpu }
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const thousands = (value: number): string => `${(value / 1000).toFixed(1)}k`

const alternate = async (
  servers: { bare: Running; ours: Running },
  ports: { bare: number; ours: number },
  eventsEach: number,
) => {
  const rounds: { bare: Round; ours: Round }[] = []
  for (let i = 0; i < 4; i += 1) {
    const bare = await round(servers.bare, ports.bare, eventsEach, 2_500)
    const ours = await round(servers.ours, ports.ours, eventsEach, 2_500)
    if (i > 0) rounds.push({ bare, ours })
  }
  return rounds
}

const report = (rounds: { bare: Round; ours: Round }[], eventsEach: number): void => {
  const bare = median(rounds.map((pair) => pair.bare.perCpuSecond))
  const ours = median(rounds.map((pair) => pair.ours.perCpuSecond))
  const ratio = median(rounds.map((pair) => pair.ours.perCpuSecond / pair.bare.perCpuSecond))
  const refused = rounds.reduce((sum, pair) => sum + pair.ours.refused, 0)
  console.log(
    `${String(eventsEach).padStart(2)} events a request: bare ${thousands(bare)} | Tidemark ${thousands(ours)} events per CPU second | ratio ${ratio.toFixed(2)} | p50 ${median(rounds.map((pair) => pair.ours.p50)).toFixed(1)} ms, p99 ${median(rounds.map((pair) => pair.ours.p99)).toFixed(1)} ms | ${thousands(median(rounds.map((pair) => (pair.ours.requests * eventsEach) / pair.ours.seconds)))} events/s | refused ${refused}`,
  )
}

/** CPU per ingested event, full scoring on, against a bare node:http + JSON.parse server; alternated in one run. */
export const benchIngest = async (): Promise<void> => {
  const root = resolve(import.meta.dirname, '../..')
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const ports = { bare: 4795, ours: 4796 }
  const bare = await startNode(
    join(root, 'test/load/bare.ts'),
    { PORT: String(ports.bare) },
    `http://127.0.0.1:${ports.bare}/`,
  )
  const ours = await startNode(
    join(root, 'dist/server/main.js'),
    {
      PORT: String(ports.ours),
      HOST: '127.0.0.1',
      DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
      TIDEMARK_WRITE_KEY: KEY,
    },
    `http://127.0.0.1:${ports.ours}/readyz`,
  )
  try {
    console.log(`start to /readyz on an empty database: ${ours.readyAfter.toFixed(0)} ms`)
    for (const eventsEach of [5, 1]) report(await alternate({ bare, ours }, ports, eventsEach), eventsEach)
    console.log(`resident memory afterwards: ${(residentBytes(ours.pid) / 2 ** 20).toFixed(0)} MB`)
  } finally {
    await Promise.all([bare.stop(), ours.stop()])
    rmSync(folder, { recursive: true })
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { BALANCED } from '../../server/core/presets.ts'
import type { ModelProgress, ModelTrial } from '../../server/wire/model-view.ts'
import { closedLoop, quantile } from './ingest/closed-loop.ts'
import { startNode } from './processes.ts'

const KEY = 'pk_bench_1'
const TOKEN = 'bench-admin-token'
const PORT = 4797
const USERS = Number(process.env['BENCH_USERS'] ?? 100_000)
/** What everybody did: active, at a limit, past the qualifying score or not. */
const EVENTS = ['Core Action Completed', 'Pricing Viewed', 'Integration Connected', 'Session Started']
const CONNECTIONS = 8

const url = `http://127.0.0.1:${PORT}`

/** Requests of so many events each, over all users in turn, in accounts of ten. */
const requests = (eventsEach: number): (() => Buffer) => {
  let n = 0
  const run = Math.random().toString(36).slice(2)
  return () => {
    const batch = Array.from({ length: eventsEach }, () => {
      const user = n % USERS
      const event = EVENTS[Math.floor(n / USERS + user) % EVENTS.length]
      n += 1
      const context = { groupId: `a${Math.floor(user / 10)}` }
      return { type: 'track', messageId: `${run}-${n}`, userId: `u${user}`, event, context }
    })
    const body = JSON.stringify({ writeKey: KEY, batch })
    const head = `POST /v1/batch HTTP/1.1\r\nHost: bench\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    return Buffer.from(head + body)
  }
}

const seed = async (): Promise<void> => {
  const next = requests(1000)
  for (let sent = 0; sent < USERS * EVENTS.length; sent += 1000) {
    const request = next().toString()
    const body = request.slice(request.indexOf('\r\n\r\n') + 4)
    const answer = await fetch(`${url}/v1/batch`, { method: 'POST', body })
    if (!answer.ok) throw new Error(`Seeding: ${answer.status} ${await answer.text()}`)
    await answer.text()
  }
}

const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

const untilJudged = async (): Promise<number> => {
  for (;;) {
    const { startedAt, finishedAt } = await ask<ModelProgress>('GET', '/api/model/progress')
    if (startedAt !== null && finishedAt !== null) return Date.parse(finishedAt) - Date.parse(startedAt)
    await wait(100)
  }
}

/** One second of ingest, and what its answers took. */
const ingest = async (): Promise<readonly number[]> => {
  const nextRequest = requests(5)
  const load = { host: '127.0.0.1', port: PORT, nextRequest, connections: CONNECTIONS, runFor: 1000 }
  return (await closedLoop(load)).latencies
}

const isJudged = async (): Promise<boolean> =>
  (await ask<ModelProgress>('GET', '/api/model/progress')).finishedAt !== null

const p99 = (latencies: readonly number[]): number => quantile(Float64Array.from(latencies).sort(), 0.99)

/** What ingest feels of a publication: as many seconds beside it as without it, in turn, each kind taken as one. */
const beside = async (): Promise<void> => {
  const meanwhile: number[] = []
  const usual: number[] = []
  const took: number[] = []
  await ingest()
  for (const points of [20, 30, 20]) {
    await ask('PUT', '/api/model?reason=beside', cheaper(points))
    const judged = untilJudged()
    let seconds = 0
    do {
      meanwhile.push(...(await ingest()))
      seconds++
    } while (!(await isJudged()))
    took.push((await judged) / 1000)
    while (seconds-- > 0) usual.push(...(await ingest()))
  }
  console.log(
    `beside ingest of ${CONNECTIONS} connections: ${took.map((seconds) => seconds.toFixed(1)).join(', ')} s | ingest p99 usually ${p99(usual).toFixed(1)} ms, meanwhile ${p99(meanwhile).toFixed(1)} ms | ratio ${(p99(meanwhile) / p99(usual)).toFixed(2)}`,
  )
}

const cheaper = (points: number) => ({
  ...BALANCED,
  rules: BALANCED.rules.map((rule) => (rule.family === 'usage-depth' ? { ...rule, points } : rule)),
  qualify: { ...BALANCED.qualify, score: 40 },
})

/** How long it takes to judge everybody by a model with other points, alone and beside ingest, and what ingest feels of it. */
export const benchPublish = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-publish-'))
  const server = await startNode(
    join(resolve(import.meta.dirname, '../..'), 'dist/server/main.js'),
    {
      PORT: String(PORT),
      HOST: '127.0.0.1',
      DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
      TIDEMARK_WRITE_KEY: KEY,
      TIDEMARK_ADMIN_TOKEN: TOKEN,
    },
    `${url}/readyz`,
  )
  try {
    await seed()
    const startedAt = performance.now()
    const trial = await ask<ModelTrial>('POST', '/api/model/dry-run', cheaper(30))
    console.log(
      `dry run over ${trial.users.judged} users: ${((performance.now() - startedAt) / 1000).toFixed(1)} s; ${trial.users.enter} would enter`,
    )
    await ask('PUT', '/api/model?reason=alone', cheaper(30))
    console.log(`re-evaluating ${USERS} users, alone: ${((await untilJudged()) / 1000).toFixed(1)} s`)
    await beside()
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}

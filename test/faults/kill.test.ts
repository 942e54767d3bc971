import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BALANCED } from '../../server/core/presets.ts'
import type { ModelProgress } from '../../server/wire/model-view.ts'
import { openTestLane, track } from '../server/lane/harness.ts'
import { ADMIN_TOKEN, dice, isLong, judge, spawnServer, startLoad, startServer } from './stand.ts'

vi.setConfig({ testTimeout: isLong ? 3_600_000 : 240_000 })

let folder: string
let databaseUrl: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-kill-'))
  databaseUrl = `sqlite:${join(folder, 'kill.db')}`
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const CYCLES = isLong ? 100 : 3

test(`a server killed under load, ${CYCLES} times, its log torn each time, loses nothing it acknowledged`, async () => {
  const random = dice('kill')
  const acknowledged: string[] = []
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const server = await startServer(databaseUrl)
    const load = startLoad([server.url], `cycle-${cycle}`)
    await load.until(random.between(100, 900))
    await server.end('SIGKILL')
    await load.stop()
    acknowledged.push(...load.acknowledged)
    tear(`${join(folder, 'kill.db')}-wal`, random.between(1, 5000))
  }
  expect(acknowledged.length).toBeGreaterThan(CYCLES * 50)
  await judge(databaseUrl, acknowledged)
})

/** What a power cut leaves of a write that was under way: the beginning of something that was in the log before. */
const tear = (wal: string, bytes: number) => {
  const log = readFileSync(wal)
  appendFileSync(wal, log.subarray(32, 32 + bytes))
}

test('a server that is asked to stop under load answers what it took in, refuses the rest, and ends well', async () => {
  const server = await startServer(databaseUrl)
  const load = startLoad([server.url], 'stop', { senders: 16 })
  await load.until(300)
  expect(await server.end('SIGTERM')).toBe(0)
  await load.stop()
  for (const status of load.answers.keys()) expect([200, 503, null]).toContain(status)
  await judge(databaseUrl, load.acknowledged)
})

const ACCOUNTS = isLong ? 20_000 : 5000

test('a server killed while accounts are judged anew goes on with it, and opens each lead once', async () => {
  const random = dice('publish')
  const first = await startServer(databaseUrl)
  let n = 0
  const load = startLoad([first.url], 'accounts', {
    events: 100,
    eventOf: (messageId) => {
      const account = `account-${n++ % ACCOUNTS}`
      return track('Core Action Completed', {
        messageId,
        userId: `of-${account}`,
        context: { groupId: account },
      })
    },
  })
  await load.until(ACCOUNTS)
  await load.stop()
  await askApi(first.url, 'PUT', '/api/model?reason=everybody', EVERYBODY)
  const mark = random.between(1, ACCOUNTS / 2)
  const progress = await waitForProgress(first.url, ({ done }) => done >= mark)
  expect(progress.finishedAt, 'all were judged before the server could be killed').toBeNull()
  await first.end('SIGKILL')

  const second = await startServer(databaseUrl)
  await waitForProgress(second.url, ({ finishedAt }) => finishedAt !== null)
  expect(await second.end()).toBe(0)
  await judge(databaseUrl, load.acknowledged)
  const { leads, decided } = await countLeads(databaseUrl)
  expect({ leads, decided }).toEqual({ leads: ACCOUNTS, decided: ACCOUNTS })
})

/** Whoever did anything lately is for sales. */
const EVERYBODY = {
  ...BALANCED,
  qualify: { ...BALANCED.qualify, score: 10, families: 1 },
  tiers: [
    { name: 'sales-ready', label: 'Sales-ready', from: 10, sales: true },
    { name: 'self-serve', label: 'Self-serve', from: 0 },
  ],
}

const askApi = async (url: string, method: 'GET' | 'PUT', path: string, body?: unknown): Promise<unknown> => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const answer = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
  return answer.json()
}

const waitForProgress = (url: string, isSo: (progress: ModelProgress) => boolean): Promise<ModelProgress> =>
  vi.waitUntil(
    async () => {
      const progress = (await askApi(url, 'GET', '/api/model/progress')) as ModelProgress
      return progress.version === 2 && isSo(progress) ? progress : false
    },
    { timeout: 60_000, interval: 1 },
  )

const countLeads = async (url: string) => {
  const lane = await openTestLane(url)
  const leads = await lane.store.db.selectFrom('lead').select('account').execute()
  const decided = await lane.store.db
    .selectFrom('decision')
    .select('id')
    .where('kind', '=', 'lead.qualified')
    .execute()
  await lane.close()
  return { leads: new Set(leads.map(({ account }) => account)).size, decided: decided.length }
}

test('a second server on the same file does not start, and says why; the first goes on', async () => {
  const first = await startServer(databaseUrl)
  const second = await spawnServer(databaseUrl)
  expect(await second.end('SIGCONT')).toBe(1)
  expect(second.said()).toContain('Another Tidemark server')
  const load = startLoad([first.url], 'first')
  await load.until(50)
  await load.stop()
  expect(await first.end()).toBe(0)
  await judge(databaseUrl, load.acknowledged)
})

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dice, isLong, judge, spawnServer, startLoad, startServer } from './stand.ts'

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

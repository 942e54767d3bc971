import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUp, restore } from '../../../server/backup.ts'
import { openLane } from '../../../server/lane.ts'
import { NOW, openTestLane, optionsFor, readyToBuy, rebuild, request, track } from './harness.ts'

let folder: string
let database: string
let copy: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-backup-'))
  database = join(folder, 'live.db')
  copy = join(folder, 'copy.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const idsIn = async (path: string): Promise<Set<string>> => {
  const lane = await openTestLane(`sqlite:${path}`)
  const rows = await lane.store.db.selectFrom('journal').select('message_id').execute()
  expect(await rebuild(lane, NOW)).toMatchObject({ changed: 0 })
  await lane.close()
  return new Set(rows.map((row) => row.message_id))
}

test('a backup under load holds everything acknowledged before it began, and a restore serves it', async () => {
  const lane = await openLane(optionsFor(`sqlite:${database}`))
  const acknowledged: string[] = []
  const over = new AbortController()
  const load = async (sender: number) => {
    for (let n = 0; !over.signal.aborted; n++) {
      const ids = Array.from({ length: 5 }, (_, at) => `${sender}-${n}-${at}`)
      const batch = ids.map((messageId) =>
        track('Core Action Completed', { messageId, userId: `user ${n % 50}` }),
      )
      const [receipt] = await lane.ingest([request(batch)])
      if (receipt?.status === 200) acknowledged.push(...ids)
    }
  }
  const loads = [0, 1, 2, 3].map(load)
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(200)
  const before = [...acknowledged]
  const { events } = backUp(database, copy)
  expect(events).toBeGreaterThanOrEqual(before.length)
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before.length + 50)
  over.abort()
  await Promise.all(loads)
  await lane.close()

  const { kept } = restore(copy, { database, now: NOW })
  const restored = await idsIn(database)
  expect(before.filter((id) => !restored.has(id))).toEqual([])
  expect(restored.size).toBeLessThan(acknowledged.length)
  const former = await idsIn(kept ?? '')
  expect(acknowledged.filter((id) => !former.has(id))).toEqual([])
})

test('a backup is for this user only, overwrites nothing, and a damaged one is not restored', async () => {
  const lane = await openTestLane(`sqlite:${database}`)
  await lane.ingest([request(readyToBuy())])
  backUp(database, copy)
  expect(statSync(copy).mode & 0o077).toBe(0)
  expect(() => backUp(database, copy)).toThrow('exists already')
  expect(() => backUp(join(folder, 'none.db'), join(folder, 'x'))).toThrow('There is no database')
  await lane.close()
  const bytes = readFileSync(copy)
  bytes.fill(0x41, 20_000, 60_000)
  const damaged = join(folder, 'damaged.db')
  writeFileSync(damaged, bytes)
  expect(() => restore(damaged, { database, now: NOW })).toThrow('damaged')
  expect(existsSync(database)).toBe(true)
})

test('nothing is restored under a server that runs', async () => {
  const lane = await openLane(optionsFor(`sqlite:${database}`))
  backUp(database, copy)
  expect(() => restore(copy, { database, now: NOW })).toThrow('Another Tidemark server')
  await lane.close()
})

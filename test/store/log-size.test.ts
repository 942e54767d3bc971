import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { replaceSetting } from '../../server/store/settings.ts'
import { openStore } from '../../server/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidemark-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MEGABYTE = 1024 * 1024

test("SQLite's log grows only while somebody reads for long, and is cut back afterwards", async () => {
  const path = join(folder, 'test.db')
  const store = await openStore(`sqlite:${path}`)
  const log = (): number => statSync(`${path}-wal`).size
  const write = async (megabytes: number): Promise<void> => {
    for (let n = 0; n < megabytes; n++) await replaceSetting(store.db, `big ${n}`, 'x'.repeat(MEGABYTE))
  }
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('begin; select * from setting')
  await write(100)
  expect(log()).toBeGreaterThan(100 * MEGABYTE)
  reader.exec('commit')
  reader.close()
  // What the checkpoint thread does twice a second.
  const checkpoints = new DatabaseSync(path)
  checkpoints.exec('pragma wal_checkpoint(passive)')
  await write(1)
  expect(log()).toBeLessThanOrEqual(64 * MEGABYTE)
  checkpoints.close()
  await store.close()
})

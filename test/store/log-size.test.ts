import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { startCheckpoints } from '../../server/checkpoints.ts'
import { replaceSetting } from '../../server/store/settings.ts'
import { openStore } from '../../server/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidemark-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MEGABYTE = 1024 * 1024

test("SQLite's log grows only while somebody reads for long, and is cut off afterwards", async () => {
  const path = join(folder, 'test.db')
  const store = await openStore(`sqlite:${path}`)
  const log = (): number => statSync(`${path}-wal`).size
  const write = async (megabytes: number): Promise<void> => {
    for (let n = 0; n < megabytes; n++) await replaceSetting(store.db, `big ${n}`, 'x'.repeat(MEGABYTE))
  }
  const checkpoints = startCheckpoints(path)
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('begin; select * from setting')
  await write(100)
  expect(log()).toBeGreaterThan(100 * MEGABYTE)
  reader.exec('commit')
  reader.close()
  // Commits that copy the log and begin it anew leave the file as long as it was.
  for (let n = 0; n < 3; n++) await replaceSetting(store.db, 'small', String(n))
  await expect.poll(log, { timeout: 30_000 }).toBe(0)
  await checkpoints.close()
  await store.close()
})

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../server/store/store.ts'

test('what SQLite writes can be read by its user only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-private-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = await openStore(`sqlite:${join(folder, 'new/test.db')}`)
  onTestFinished(() => store.close())

  const files = readdirSync(join(folder, 'new'))
  expect(files).toContain('test.db')
  const modes = files.map((file) => statSync(join(folder, 'new', file)).mode & 0o777)
  expect(modes).toEqual(files.map(() => 0o600))
})

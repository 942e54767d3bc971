import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test, vi } from 'vitest'
import type { Erasure } from '../../../server/wire/operations.ts'
import { databases } from '../../store/databases.ts'
import { identify, openTestLane, readyToBuy, send } from '../lane/harness.ts'

// Each step is a process of its own, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000 })

const CLI = resolve(import.meta.dirname, '../../../server/cli.ts')
const folder = mkdtempSync(join(tmpdir(), 'tidemark-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const url = `sqlite:${join(folder, 'test.db')}`

const tidemark = async (args: readonly string[]) => {
  const child = spawn(process.execPath, [CLI, '--json', ...args], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { err, code: code as number, value: out === '' ? null : (JSON.parse(out) as unknown) }
}

test('on the command line data is copied, handed out, erased, brought back and moved', async () => {
  const lane = await openTestLane(url)
  const ann = { userId: 'ann', context: { groupId: 'acme' } }
  await send(lane, [identify({ ...ann, traits: { email: 'ann@acme.example' } }), ...readyToBuy(ann)])
  await lane.close()
  const copy = join(folder, 'copy.db')
  expect(await tidemark(['backup', copy])).toMatchObject({ code: 0, value: { events: 11, accounts: 1 } })

  const proof = (await tidemark(['forget', 'ann', '--yes'])).value as Erasure
  expect(proof).toMatchObject({ removed: { events: 11 }, left: 0 })
  expect(await tidemark(['restore', copy])).toMatchObject({ code: 0, value: { events: 11 } })
  expect((await tidemark(['export', 'acme', '--account'])).value).toMatchObject({ id: 'acme', ids: ['ann'] })

  const postgres = databases().find(({ kind }) => kind === 'postgres')
  if (!postgres) return
  const target = await postgres.make()
  const { code, value } = await tidemark(['move', '--to', target.url])
  expect([code, value]).toEqual([
    0,
    expect.arrayContaining([{ table: 'journal', rows: 11, checksum: expect.any(String) }]),
  ])
  await target.drop()
})

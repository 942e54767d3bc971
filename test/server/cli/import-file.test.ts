import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importFile } from '../../../server/cli/import-file.ts'
import type { Answer, Reach } from '../../../server/cli/reach.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidemark-import-'))
afterAll(() => rmSync(folder, { recursive: true }))

const OK: Answer = { status: 200, body: '{"success":true}', retryAfter: null }

/** An installation that answers each batch in turn; what it was sent. */
const answering = (answers: readonly Answer[]) => {
  const batches: { userId: string }[][] = []
  const installation: Reach = {
    isServer: true,
    advance: async () => {},
    close: async () => {},
    call: async ({ body = '' }) => {
      batches.push(JSON.parse(body).batch)
      return answers[batches.length - 1] ?? OK
    },
  }
  return { installation, batches }
}
const fileOf = (name: string, events: number): string => {
  const path = join(folder, name)
  const lines = Array.from({ length: events }, (_, n) => JSON.stringify({ userId: `u${n + 1}` }))
  writeFileSync(path, lines.join('\n'))
  return path
}
const silently = () => undefined

test('an import that stopped goes on after the last batch that was taken', async () => {
  const file = fileOf('stopped.jsonl', 2500)
  const down = answering([OK, { status: 500, body: 'no', retryAfter: null }])
  const from = { installation: down.installation, fromStart: false }
  await expect(importFile(file, from, silently)).rejects.toThrow(
    'The import stopped: the server answered 500',
  )
  const up = answering([])
  const imported = await importFile(file, { installation: up.installation, fromStart: false }, silently)
  expect(imported).toEqual({ imported: 1500, duplicates: 0, resumedAt: 1000, refused: [] })
  expect(up.batches[0]?.[0]).toEqual({ userId: 'u1001' })
  expect(existsSync(`${file}.progress`)).toBe(false)
})

test('a file that changed since, or --from-start, begins anew', async () => {
  const file = fileOf('changed.jsonl', 1500)
  const stop = async () => {
    const { installation } = answering([OK, { status: 401, body: 'no', retryAfter: null }])
    await importFile(file, { installation, fromStart: false }, silently).catch(silently)
  }
  await stop()
  const again = answering([])
  const anew = await importFile(file, { installation: again.installation, fromStart: true }, silently)
  expect(anew).toMatchObject({ imported: 1500, resumedAt: null })
  await stop()
  fileOf('changed.jsonl', 1501)
  const changed = answering([])
  const whole = await importFile(file, { installation: changed.installation, fromStart: false }, silently)
  expect(whole).toMatchObject({ imported: 1501, resumedAt: null })
})

test('lines that the server refuses are named by their number in the file', async () => {
  const file = join(folder, 'refused.jsonl')
  writeFileSync(file, '{"userId":"a"}\n\n[]\n{"userId":"b"}\n')
  const rejected = [{ index: 1, reason: 'is no event' }]
  const { installation } = answering([{ ...OK, body: JSON.stringify({ success: true, rejected }) }])
  const { imported, refused } = await importFile(file, { installation, fromStart: false }, silently)
  expect(imported).toBe(1)
  expect(refused).toEqual([
    { line: 3, reason: 'this is no JSON object' },
    { line: 4, reason: 'is no event' },
  ])
})

test('what was there already is told apart from what is new', async () => {
  const file = fileOf('again.jsonl', 5)
  const { installation } = answering([{ ...OK, body: '{"success":true,"duplicates":3}' }])
  const told = await importFile(file, { installation, fromStart: false }, silently)
  expect(told).toMatchObject({ imported: 2, duplicates: 3 })
})

test('a line that no request could hold is left out, and those after it are sent', async () => {
  const file = join(folder, 'huge.jsonl')
  const huge = JSON.stringify({ userId: 'a', properties: { text: 'x'.repeat(600_000) } })
  writeFileSync(file, `{"userId":"a"}\n${huge}\n{"userId":"b"}\n`)
  const { installation, batches } = answering([])
  const told = await importFile(file, { installation, fromStart: false }, silently)
  expect(told).toMatchObject({ imported: 2, refused: [{ line: 2, reason: 'is larger than 32768 bytes' }] })
  expect(batches).toEqual([[{ userId: 'a' }, { userId: 'b' }]])
})

test('a table from a spreadsheet is read as it is meant, and its lines are those of an editor', async () => {
  const file = join(folder, 'sheet.csv')
  const lines = [
    '\uFEFFuserId,event,traits.note',
    'ann,"Said ""hi"", twice","one',
    'two"',
    '',
    'bob,Lost',
    'cy,Came,',
  ]
  writeFileSync(file, lines.join('\r\n'))
  const { installation, batches } = answering([])
  const told = await importFile(file, { installation, fromStart: false }, silently)
  expect(told).toMatchObject({ imported: 2, refused: [{ line: 5 }] })
  expect(batches[0]).toEqual([
    { type: 'track', userId: 'ann', event: 'Said "hi", twice', traits: { note: 'one\ntwo' } },
    { type: 'track', userId: 'cy', event: 'Came' },
  ])
})

test.each([
  ['two columns of one name', 'userId,event,event\nann,A,B\n', 'has two columns "event"'],
  ['cells apart by semicolons', 'userId;event\nann;A\n', 'must be separated by commas'],
  ['no sender, nor a row', 'event,userid\n', 'Perhaps "userid" is meant'],
])('a table with %s is refused once', async (_, table, why) => {
  const file = join(folder, 'odd.csv')
  writeFileSync(file, table)
  const { installation, batches } = answering([])
  await expect(importFile(file, { installation, fromStart: false }, silently)).rejects.toThrow(why)
  expect(batches).toEqual([])
})

test('a table without a sender is refused once, with the column that may be meant', async () => {
  const file = join(folder, 'who.csv')
  writeFileSync(file, 'event,user_id\nPricing Viewed,ann\nPricing Viewed,bob\n')
  const { installation, batches } = answering([])
  await expect(importFile(file, { installation, fromStart: false }, silently)).rejects.toThrow(
    /no column userId \(or anonymousId\).* Perhaps "user_id" is meant: rename it\.$/,
  )
  expect(batches).toEqual([])
})

test('a busy installation is asked again', async () => {
  const file = fileOf('busy.jsonl', 3)
  const busy = answering([{ status: 503, body: '', retryAfter: 0 }])
  const { imported } = await importFile(file, { installation: busy.installation, fromStart: false }, silently)
  expect([imported, busy.batches.length]).toEqual([3, 2])
})

import { expect, test } from 'vitest'
import { generateHistory } from '../../demo/history/generate.ts'
import { importHistory } from '../../demo/run/import-history.ts'
import { LIMITS } from '../../server/wire/limits.ts'
import { folder, receiver, SECRETS } from './stand.ts'

const NOW = Date.UTC(2026, 10, 22)
/** The beginning of the history; each asks for the same. */
const generate = (of: { seed: string; now: number }) => ({
  events: generateHistory(of).events.slice(0, 12_000),
})
const options = (url: string, directory: string, now = NOW) => ({
  url,
  directory,
  secretKey: SECRETS.secretKey,
  seed: 'regulars',
  now,
  generate,
  progress: () => {},
})
const batchOf = ({ body }: { body: Record<string, unknown> }) => body['batch'] as { messageId: string }[]

test('an import that was cut off goes on where it was, with the same history, also on the next day', async () => {
  using state = folder()
  await using first = await receiver([200, 200, 200, 400])
  await expect(importHistory(options(first.url, state.path))).rejects.toThrow('start again to go on')
  expect(first.received).toHaveLength(3)

  await using second = await receiver()
  await importHistory(options(second.url, state.path, NOW + 86_400_000))
  const arrived = [...first.received, ...second.received].flatMap(batchOf).map(({ messageId }) => messageId)
  expect(arrived).toEqual(generate({ seed: 'regulars', now: NOW }).events.map(({ messageId }) => messageId))

  await using third = await receiver()
  expect(await importHistory(options(third.url, state.path))).toBe(0)
  expect(third.received).toEqual([])
})

test('a busy server is asked again, with the same events', async () => {
  using state = folder()
  await using tidemark = await receiver([503, 200])
  const sent = await importHistory(options(tidemark.url, state.path))
  expect(tidemark.received.flatMap(batchOf)).toHaveLength(sent)
})

test('every request stays within the limits of the contract', async () => {
  using state = folder()
  await using tidemark = await receiver()
  await importHistory(options(tidemark.url, state.path))
  const bytes = tidemark.received.map(({ body }) => Buffer.byteLength(JSON.stringify(body)))
  expect(Math.max(...bytes)).toBeLessThanOrEqual(LIMITS.batchBytes)
  expect(Math.max(...tidemark.received.map((each) => batchOf(each).length))).toBeLessThanOrEqual(
    LIMITS.batchEvents,
  )
})

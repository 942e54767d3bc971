import { createStore, entries, set } from 'idb-keyval'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBatches } from '../../../widget/batches.ts'
import { createStorage, type Storage } from '../../../widget/storage.ts'

let name: string
let storage: Storage
beforeEach(() => {
  name = `tidemark.${crypto.randomUUID()}`
  storage = createStorage(`${name}.`)
  storage.allow(true)
})
afterEach(() => {
  storage.clear()
  indexedDB.deleteDatabase(name)
})

const batch = (id: string, events: number, characters = 10) => ({
  id,
  events: Array.from({ length: events }, () => JSON.stringify({ text: 'x'.repeat(characters) })),
})
const eventsIn = (batches: readonly { events: readonly string[] }[]) =>
  batches.reduce((sum, { events }) => sum + events.length, 0)

test('past 5,000 events the oldest that matter least go first, and their number is told', async () => {
  const batches = createBatches(name, storage)
  await batches.add(batch('~1-old but important', 1000))
  for (let n = 2; n <= 7; n++) await batches.add(batch(`${n}-ordinary`, 1000))
  const { ready, dropped } = await batches.pending(0)
  expect(ready.map(({ id }) => id)).toEqual([
    '~1-old but important',
    '7-ordinary',
    '6-ordinary',
    '5-ordinary',
    '4-ordinary',
  ])
  expect([dropped, eventsIn(ready)]).toEqual([2000, 5000])
  expect((await batches.pending(0)).dropped).toBe(0)
})

test('past 2 MB too', async () => {
  const batches = createBatches(name, storage)
  for (let n = 1; n <= 5; n++) await batches.add(batch(`${n}`, 1, 600_000))
  const { ready, dropped } = await batches.pending(0)
  expect(ready.map(({ id }) => id)).toEqual(['5', '4', '3'])
  expect(dropped).toBe(2)
})

test('what others have put into the database is set aside', async () => {
  const batches = createBatches(name, storage)
  await batches.add(batch('1', 2))
  const store = createStore(name, 'batches')
  for (const [key, foreign] of Object.entries({
    a: 7,
    b: 'text',
    c: { id: 'c' },
    d: null,
    e: { events: 'no' },
  }))
    await set(key, foreign, store)
  const { ready } = await batches.pending(0)
  expect(ready.map(({ id }) => id)).toEqual(['1'])
  await batches.remove(ready)
  expect((await entries(store)).map(([key]) => key)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('what another page has delivered is not sent again', async () => {
  const [one, other] = [createBatches(name, storage), createBatches(name, storage)]
  await one.add(batch('1', 2))
  const { ready } = await other.pending(0)
  await other.remove(ready)
  expect((await one.pending(0)).ready).toEqual([])
  expect(one.own.size).toBe(0)
})

test('where the database is broken, events stay in memory and are spilled', async () => {
  const broken = indexedDB.open(name)
  await new Promise((done) => broken.addEventListener('success', done))
  broken.result.close()
  const batches = createBatches(name, storage)
  await batches.add(batch('1', 2))
  expect(eventsIn((await batches.pending(0)).ready)).toBe(2)
  batches.spill([], 0)
  expect(eventsIn((await createBatches(name, storage).pending(0)).ready)).toBe(2)
})

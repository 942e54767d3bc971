import { expect, test } from 'vitest'
import type { IngestRequest, Receipt } from '../../../server/commands.ts'
import { createIntake } from '../../../server/http/intake.ts'
import { fakeLane } from './fake-lane.ts'

const asking = (body: string, more: Partial<IngestRequest> = {}): IngestRequest => ({
  body,
  endpoint: 'batch',
  key: null,
  receivedAt: 0,
  origin: null,
  address: '192.0.2.1',
  ...more,
})

/** A lane that answers when it is released, and what goes before it. */
const heldIntake = (more: Partial<Parameters<typeof createIntake>[0]> = {}) => {
  const held = Promise.withResolvers<void>()
  const lane = fakeLane({
    ingest: async (requests) => {
      await held.promise
      return requests.map(() => ({ status: 200, body: '' }))
    },
  })
  const options = { lane, onError: () => {}, now: () => 0, onCommitted: () => {}, mostWaiting: 100 }
  return { intake: createIntake({ ...options, ...more }), release: held.resolve }
}
const statuses = async (answers: readonly Promise<Receipt>[]) =>
  (await Promise.all(answers)).map(({ status }) => status)

test('requests that arrive while the lane is busy share its next commit, each with its own answer', async () => {
  const groups: number[] = []
  const held = Promise.withResolvers<void>()
  const lane = fakeLane({
    ingest: async (requests) => {
      groups.push(requests.length)
      await held.promise
      return requests.map(({ body }) => ({ status: 200, body }))
    },
  })
  const intake = createIntake({ lane, onError: () => {}, now: () => 0, onCommitted: () => {} })
  const answers = Array.from({ length: 20 }, (_, n) => intake.submit(asking(String(n))))
  held.resolve()
  const bodies = (await Promise.all(answers)).map(({ body }) => body)
  expect(bodies).toEqual(answers.map((_, n) => String(n)))
  expect(groups).toEqual([20])
})

test('few requests are no commit of their own while a larger one is under way: more of them may come', async () => {
  const groups: number[] = []
  const releases: (() => void)[] = []
  const lane = fakeLane({
    ingest: async (requests) => {
      groups.push(requests.length)
      await new Promise<void>((release) => releases.push(release))
      return requests.map(() => ({ status: 200, body: '' }))
    },
  })
  const intake = createIntake({ lane, onError: () => {}, now: () => 0, onCommitted: () => {} })
  const answers: Promise<Receipt>[] = []
  const arrive = async (count: number) => {
    for (let n = 0; n < count; n++) answers.push(intake.submit(asking('{}')))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  }
  await arrive(4)
  await arrive(2)
  expect(groups).toEqual([4])
  await arrive(2)
  expect(groups).toEqual([4, 4])
  await arrive(1)
  releases.shift()?.()
  await arrive(0)
  expect(groups).toEqual([4, 4])
  releases.shift()?.()
  await arrive(0)
  expect(groups).toEqual([4, 4, 1])
  releases.shift()?.()
  expect(await statuses(answers)).toEqual(answers.map(() => 200))
})

test('an address that has a quarter of the queue waiting is asked to wait, others are not', async () => {
  const { intake, release } = heldIntake()
  const from = (address: string) => intake.submit(asking('x'.repeat(10), { address }))
  const answers = ['a', 'a', 'a', 'b'].map(from)
  release()
  expect(await statuses(answers)).toEqual([200, 200, 429, 200])
  expect(await statuses([from('a')])).toEqual([200])
})

test('whoever has a secret key is taken in when the pages have filled their part of the queue', async () => {
  const { intake, release } = heldIntake({ secretKeys: ['sk_ours'] })
  const from = (n: number, key: string | null) =>
    intake.submit(asking('x'.repeat(20), { address: `192.0.2.${n}`, key }))
  const answers = [
    from(1, null),
    from(2, null),
    from(3, 'pk_ours'),
    from(4, 'sk_made-up'),
    from(5, 'sk_ours'),
  ]
  release()
  expect(await statuses(answers)).toEqual([200, 200, 200, 429, 200])
})

test('while the database has not taken the first in the queue for five seconds, no body is even read', async () => {
  let now = 0
  const { intake, release } = heldIntake({ now: () => now })
  const bodies = ['1', '2', '3']
  const answers: Promise<Receipt>[] = []
  for (const body of bodies) {
    answers.push(intake.submit(asking(body)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(intake.isFull()).toBe(false)
  now = 5001
  expect(intake.isFull()).toBe(true)
  release()
  expect(await statuses(answers)).toEqual([200, 200, 200])
  expect(intake.isFull()).toBe(false)
})

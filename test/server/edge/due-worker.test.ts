import { expect, test, vi } from 'vitest'
import type { Lane } from '../../../server/commands.ts'
import { createDueWorker } from '../../../server/due-worker.ts'
import { fakeLane } from './fake-lane.ts'

type Advanced = Awaited<ReturnType<Lane['advance']>>
const NOTHING: Advanced = { advanced: 0, more: false, nextDueAt: null }

/** A worker whose lane answers these in turn, then "nothing due"; `asked` has the instants at which it was asked. */
const working = (answers: readonly (Advanced | Error)[]) => {
  const asked: number[] = []
  const errors: unknown[] = []
  const lane = fakeLane({
    advance: async (now) => {
      asked.push(now)
      const answer = answers[asked.length - 1] ?? NOTHING
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  const worker = createDueWorker({ lane, now: Date.now, onError: (error) => errors.push(error) })
  return { asked, errors, lane, worker }
}

test('it goes on at once while there is more, and looks again within a second', async () => {
  const started = Date.now()
  const { asked, worker } = working([
    { advanced: 200, more: true, nextDueAt: null },
    { advanced: 200, more: true, nextDueAt: null },
  ])
  await vi.waitUntil(() => asked.length === 4, { timeout: 3000 })
  await worker.stop()
  expect((asked[2] ?? 0) - started).toBeLessThan(900)
  expect((asked[3] ?? 0) - (asked[2] ?? 0)).toBeGreaterThan(900)
})

test('it acts at the instant that the lane names', async () => {
  const dueAt = Date.now() + 150
  const { asked, worker } = working([{ advanced: 0, more: false, nextDueAt: dueAt }])
  await vi.waitUntil(() => asked.length === 2)
  await worker.stop()
  expect(asked[1]).toBeGreaterThanOrEqual(dueAt - 1)
  expect(asked[1]).toBeLessThan(dueAt + 700)
})

test('news of something due wakes it, however far off other work is', async () => {
  const { asked, lane, worker } = working([])
  await vi.waitUntil(() => asked.length === 1)
  const toldAt = Date.now()
  lane.tell({ dueAt: toldAt })
  await vi.waitUntil(() => asked.length === 2)
  await worker.stop()
  expect((asked[1] ?? 0) - toldAt).toBeLessThan(700)
})

test('a failure is reported and tried again; stopped, it asks no more', async () => {
  const { asked, errors, lane, worker } = working([new Error('locked')])
  await vi.waitUntil(() => asked.length === 2, { timeout: 3000 })
  await worker.stop()
  lane.tell({ dueAt: Date.now() })
  expect(errors).toHaveLength(1)
  expect(asked).toHaveLength(2)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Lane } from '../../../server/commands.ts'
import { createDueWorker } from '../../../server/due-worker.ts'
import { fakeLane } from './fake-lane.ts'

type Advanced = Awaited<ReturnType<Lane['advance']>>
const NOTHING: Advanced = { advanced: 0, more: false, nextDueAt: null, faults: [] }
const START = Date.parse('2026-11-16T09:00:00Z')

// Instants are what this is about: on a clock of its own they are exact, however busy the machine is.
beforeEach(() => vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

/** A worker whose lane answers these in turn, then "nothing due"; `asked` has when it was asked, ms after the start. */
const working = (answers: readonly (Advanced | Error)[]) => {
  const asked: number[] = []
  const errors: unknown[] = []
  const lane = fakeLane({
    advance: async (now) => {
      asked.push(now - START)
      const answer = answers[asked.length - 1] ?? NOTHING
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  const worker = createDueWorker({ lane, now: Date.now, onError: (error) => errors.push(error) })
  return { asked, errors, lane, worker }
}

test('it goes on at once while there is more, and looks again after a second', async () => {
  const { asked, worker } = working([
    { ...NOTHING, advanced: 200, more: true },
    { ...NOTHING, advanced: 200, more: true },
  ])
  // A timer that is set within another one's turn comes a millisecond later at the soonest.
  await vi.advanceTimersByTimeAsync(5)
  expect(asked).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(1500)
  await worker.stop()
  expect(asked.slice(3)).toEqual([(asked[2] ?? 0) + 1000])
})

test('it acts at the instant that the lane names', async () => {
  const { asked, worker } = working([{ ...NOTHING, nextDueAt: START + 150 }])
  await vi.advanceTimersByTimeAsync(500)
  await worker.stop()
  expect(asked).toEqual([0, 150])
})

test('news of something due wakes it, however far off other work is', async () => {
  const { asked, lane, worker } = working([])
  await vi.advanceTimersByTimeAsync(300)
  lane.tell({ dueAt: Date.now() })
  await vi.advanceTimersByTimeAsync(300)
  await worker.stop()
  expect(asked).toEqual([0, 300])
})

test('a failure is reported and tried again; stopped, it asks no more', async () => {
  const { asked, errors, lane, worker } = working([new Error('locked')])
  await vi.advanceTimersByTimeAsync(1000)
  await worker.stop()
  lane.tell({ dueAt: Date.now() })
  await vi.advanceTimersByTimeAsync(5000)
  expect(errors).toHaveLength(1)
  expect(asked).toEqual([0, 1000])
})

test('what could not be done beside the rest is reported, and the rest goes on', async () => {
  const thread = { message: 'The thread that judges has ended.', stack: '', cause: null }
  const { asked, errors, worker } = working([{ ...NOTHING, more: true, faults: [thread] }])
  await vi.advanceTimersByTimeAsync(5)
  await worker.stop()
  expect(errors).toEqual([new Error(thread.message)])
  expect(asked).toHaveLength(2)
})

import { getHeapStatistics } from 'node:v8'
import { expect, test, vi } from 'vitest'
import { boundGrowth, createGiveBack } from '../../../server/give-back.ts'

const MB = 1024 * 1024

/** Small objects that live long enough to leave the nursery. */
const fillHeap = (): number => {
  const kept: object[] = []
  for (let i = 0; i < 1_500_000; i++) kept.push({ i })
  return kept.length
}

test('after work has paused, a heap full of garbage is given back to the system', async () => {
  const giveBack = createGiveBack(500)
  const before = getHeapStatistics().total_heap_size
  expect(fillHeap()).toBeGreaterThan(0)
  const full = getHeapStatistics().total_heap_size
  expect(full - before).toBeGreaterThan(40 * MB)

  giveBack()

  await vi.waitFor(
    () => expect(getHeapStatistics().total_heap_size - before).toBeLessThan((full - before) / 2),
    { timeout: 10_000 },
  )
})

/** Replaces what is kept again and again: the most that the heap held meanwhile, in bytes. */
const churn = (kept: object[]): number => {
  let most = 0
  for (let i = 0; i < 40 * kept.length; i++) {
    kept[i % kept.length] = { i }
    if (i % 10_000 === 0) most = Math.max(most, getHeapStatistics().total_heap_size)
  }
  return most
}

test('what a busy thread lets go of does not fill its heap to a multiple of what it keeps', () => {
  boundGrowth()
  const kept = Array.from({ length: 1_000_000 }, (_, i) => ({ i }))
  const usual = getHeapStatistics().total_heap_size
  // Unbounded it is 4.2, bounded 2.2 to 2.9.
  expect(churn(kept) / usual).toBeLessThan(3.5)
})

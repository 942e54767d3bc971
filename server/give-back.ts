import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { SECOND } from './wire/limits.ts'

/** Traffic pauses for some seconds by itself; compacting also drops compiled code, which the next burst would miss. */
const QUIET_AFTER = 10 * SECOND
/** Less than this is not worth a pause. */
const WORTH_BYTES = 8 * 1024 * 1024
/** A heap with more in use takes too long to compact: it is a busy server's, whose memory is its cache. */
const MOST_LIVE_BYTES = 128 * 1024 * 1024

/**
 * What is in use may grow by so much before V8 collects it all again; left alone it lets a heap of this kind grow fourfold.
 * Most of what a commit keeps for a while is garbage some seconds later, so that a busy server's heap is mostly that.
 */
const GROWS_BY_PERCENT = 60

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void

/** Keeps the heaps of this process from growing far past what is in use; for as long as it runs. */
export const boundGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${GROWS_BY_PERCENT}`)

/**
 * Gives memory back when work has paused: after a long import the heap of this thread is mostly garbage, which V8 keeps
 * for a burst that may never come. Call the result after each piece of work; the pause is `quietAfter` ms without one.
 */
export const createGiveBack = (quietAfter = QUIET_AFTER): (() => void) => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  let kept = 0
  let timer: NodeJS.Timeout | null = null
  const giveBack = (): void => {
    timer = null
    const { total_heap_size: held } = getHeapStatistics()
    if (held - kept < WORTH_BYTES || kept > MOST_LIVE_BYTES) return
    collect({ type: 'major', flavor: 'last-resort' })
    kept = getHeapStatistics().total_heap_size
  }
  return () => {
    timer ??= setTimeout(giveBack, quietAfter).unref()
    timer.refresh()
  }
}

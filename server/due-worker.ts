import type { Lane } from './commands.ts'
import { toError } from './lane-rpc.ts'
import { createSingleFlight } from './single-flight.ts'
import { SECOND } from './wire/limits.ts'

const LOOK_AFTER = SECOND
const ACCOUNTS_AT_ONCE = 200

/**
 * Lets time act: advances accounts at the instant something about them changes by time alone (somebody lapses, an SLA
 * is breached), woken by the lane's news and, for what other servers wrote, by looking every second.
 */
export const createDueWorker = (options: {
  readonly lane: Lane
  readonly now: () => number
  readonly onError: (error: unknown) => void
}) => {
  const { lane, now, onError } = options
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let isStopped = false

  const schedule = (at: number) => {
    const soon = Math.min(at, now() + LOOK_AFTER)
    if (isStopped || soon >= dueAt) return
    dueAt = soon
    clearTimeout(timer)
    timer = setTimeout(flight.run, Math.max(0, soon - now()))
  }

  const advance = async (): Promise<void> => {
    dueAt = Number.POSITIVE_INFINITY
    clearTimeout(timer)
    const { more, nextDueAt, faults } = await lane.advance(now(), ACCOUNTS_AT_ONCE)
    for (const fault of faults) onError(toError(fault))
    schedule(more ? now() : (nextDueAt ?? Number.POSITIVE_INFINITY))
  }
  const flight = createSingleFlight(() =>
    advance().catch((error) => {
      onError(error)
      schedule(now() + LOOK_AFTER)
    }),
  )
  const undo = lane.onNews((news) => {
    if (news.dueAt !== null) schedule(news.dueAt)
  })
  flight.run()

  return {
    stop: async (): Promise<void> => {
      isStopped = true
      undo()
      clearTimeout(timer)
      await flight.idle()
    },
  }
}

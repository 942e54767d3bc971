import type { Lane, OutboxRow, Settled } from './commands.ts'
import { retryAt } from './deliver/backoff.ts'
import type { Outgoing, Post, PostResult } from './deliver/post.ts'
import { createSingleFlight } from './single-flight.ts'
import { MINUTE, SECOND } from './wire/limits.ts'

export type ChannelName = OutboxRow['channel']
/** Turns an outbox row into the request that carries it. */
export type Compose = (row: OutboxRow, now: number) => Outgoing

export type DispatchOptions = {
  readonly lane: Lane
  readonly channels: Partial<Record<ChannelName, Compose>>
  readonly post: Post
  readonly now: () => number
  /** 0 to 1; spreads retries. */
  readonly chance: () => number
  readonly onSettled: (channel: ChannelName, ok: boolean) => void
  readonly onError: (error: unknown) => void
}

export const DISPATCH_DEFAULTS = {
  /** Requests in flight to one channel. */
  atOnce: 8,
  /** Longer than a request may take: only a server that died leaves a lease to expire. */
  leaseAfter: MINUTE,
  /** Retries and other servers' expired leases are found by looking. */
  lookAfter: SECOND,
} as const

/**
 * Empties the outbox. Each channel has its own worker, so that a receiver that hangs delays nobody else's messages;
 * rows are claimed only when one is free to carry them.
 */
export const createDispatch = (options: DispatchOptions) => {
  const workers = Object.entries(options.channels).map(([name, compose]) =>
    createWorker(name as ChannelName, compose, options),
  )
  const wake = () => {
    for (const worker of workers) worker.wake()
  }
  const undo = options.lane.onNews((news) => {
    if (news.outbox) wake()
  })
  const timer = setInterval(wake, DISPATCH_DEFAULTS.lookAfter)
  wake()

  return {
    wake,
    /** Claims no more and resolves when what is under way has been settled. */
    stop: async (): Promise<void> => {
      undo()
      clearInterval(timer)
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}

const createWorker = (channel: ChannelName, compose: Compose, options: DispatchOptions) => {
  const { lane, post, now, chance, onSettled, onError } = options
  const active = new Set<Promise<void>>()
  let isStopped = false

  const deliver = async (row: OutboxRow): Promise<void> => {
    const result = await post(compose(row, now()))
    const at = now()
    onSettled(channel, result.ok)
    await lane.settleOutbox([settle(row, result, { at, chance: chance() })])
  }

  const start = (row: OutboxRow) => {
    const job: Promise<void> = deliver(row)
      .catch(onError)
      .finally(() => {
        active.delete(job)
        flight.run()
      })
    active.add(job)
  }

  const claim = async (): Promise<void> => {
    const free = DISPATCH_DEFAULTS.atOnce - active.size
    if (isStopped || free === 0) return
    const { leaseAfter } = DISPATCH_DEFAULTS
    const rows = await lane.claimOutbox({ channel, now: now(), atMost: free, leaseAfter })
    rows.forEach(start)
  }
  const flight = createSingleFlight(() => claim().catch(onError))

  return {
    wake: flight.run,
    stop: async (): Promise<void> => {
      isStopped = true
      await flight.idle()
      await Promise.all(active)
    },
  }
}

const settle = (
  { id, attempts }: OutboxRow,
  result: PostResult,
  { at, chance }: { readonly at: number; readonly chance: number },
): Settled => {
  if (result.ok) return { id, ok: true, error: null, retryAt: null, at }
  const { error, retryAfter } = result
  return {
    id,
    ok: false,
    error,
    retryAt: retryAt({ attempts: attempts + 1, now: at, chance, retryAfter }),
    at,
  }
}

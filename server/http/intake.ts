import type { IngestRequest, Lane, Receipt } from '../commands.ts'
import { SECOND } from '../wire/limits.ts'
import { problemBody } from './problem.ts'
import { createShares, type Holder } from './shares.ts'

/** Bodies (bytes, about) being read or waiting for the lane; past it callers are told at once to come back. */
const MOST_WAITING = 32 * 1024 * 1024
/** One commit's share, so that no receipt waits for a huge transaction. */
const MOST_TOGETHER = 1024 * 1024
/** A database that has not taken the first in the queue for so long will not take what comes now either (ms). */
const MOST_AGE = 5 * SECOND
/**
 * While the lane commits one group the next lies ready, once it is as large; more would only lengthen the wait. Sent as
 * soon as it has one request, it would be a commit of few, and what comes meanwhile the next.
 */
const GROUPS_UNDER_WAY = 2

/** Says "later" in the one way SDKs obey; seconds. */
export const OVERLOADED: Receipt = {
  status: 503,
  body: problemBody(503, { detail: 'The server is busy. Send this again later.' }),
  retryAfter: 2,
}
/** The same to one of many senders, who has more waiting than is fair. */
const TOO_MUCH: Receipt = {
  status: 429,
  body: problemBody(429, { detail: 'Too much of yours is waiting already. Send this again later.' }),
  retryAfter: 2,
}

type Waiting = { readonly request: IngestRequest; readonly done: (receipt: Receipt) => void }

/**
 * Gathers requests that arrive together into one call of the lane, which is one transaction: whatever came while the
 * lane was busy shares the next commit. Bounded; a lane that fails answers "later" to everybody concerned.
 */
export const createIntake = (options: {
  readonly lane: Pick<Lane, 'ingest'>
  readonly onError: (error: unknown) => void
  readonly now: () => number
  /** How long the database took over a group, ms; false = it could not. */
  readonly onCommitted: (took: number, ok: boolean) => void
  readonly mostWaiting?: number
  /** Keys that no page holds: whose requests the browsers' can never crowd out. */
  readonly secretKeys?: readonly string[]
}) => {
  const { lane, onError, now, onCommitted, mostWaiting = MOST_WAITING, secretKeys = [] } = options
  const shares = createShares(mostWaiting)
  const holderOf = ({ address, key }: IngestRequest): Holder => ({
    address,
    isPublic: key === null || !secretKeys.includes(key),
  })
  const waiting: Waiting[] = []
  let size = 0
  let groups = 0
  /** In the groups under way. */
  let requests = 0
  let isPlanned = false

  const isTime = (): boolean => waiting.length > 0 && groups < GROUPS_UNDER_WAY && waiting.length >= requests
  const plan = () => {
    if (isPlanned || !isTime()) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      if (isTime()) void flush()
    })
  }

  const flush = async () => {
    const group = takeGroup(waiting)
    groups += 1
    requests += group.length
    plan()
    const startedAt = now()
    const receipts = await lane.ingest(group.map(({ request }) => request)).catch((error) => {
      onError(error)
      return []
    })
    onCommitted(now() - startedAt, receipts.length > 0)
    groups -= 1
    requests -= group.length
    // The lane gets its next group before this one is answered, which takes a while.
    if (isTime()) void flush()
    for (const [index, { request, done }] of group.entries()) {
      size -= request.body.length
      shares.give(holderOf(request), request.body.length)
      done(receipts[index] ?? OVERLOADED)
    }
    plan()
  }

  const age = (): number => (waiting[0] ? now() - waiting[0].request.receivedAt : 0)

  return {
    submit: (request: IngestRequest): Promise<Receipt> => {
      const { length } = request.body
      const holder = holderOf(request)
      if (size + length > mostWaiting) return Promise.resolve(OVERLOADED)
      if (!shares.fits(holder, length)) return Promise.resolve(TOO_MUCH)
      size += length
      shares.take(holder, length)
      return new Promise((done) => {
        waiting.push({ request, done })
        plan()
      })
    },
    /** Counts what is being read, before it is submitted. */
    hold: (bytes: number): void => {
      size += bytes
    },
    /** True when a body need not even be read. */
    isFull: (): boolean => size >= mostWaiting || age() > MOST_AGE,
    /** How long the first in the queue has waited, ms. */
    age,
    /** Bytes, about, taken in and not yet answered. */
    size: (): number => size,
  }
}
export type Intake = ReturnType<typeof createIntake>

const takeGroup = (waiting: Waiting[]): Waiting[] => {
  let together = 0
  let count = 0
  for (const { request } of waiting) {
    together += request.body.length
    if (count > 0 && together > MOST_TOGETHER) break
    count += 1
  }
  return waiting.splice(0, count)
}

import { ahead } from './ahead.ts'
import type { Batches } from './batches.ts'
import { type Batch, bytesOf, eventsOf, within } from './bounds.ts'
import { LEASE_AFTER } from './lease.ts'
import { type Body, type Outcome, zip } from './post.ts'
import { HOUR, MINUTE, SECOND } from './span.ts'
import type { Storage } from './storage.ts'

type Parts = {
  readonly batches: Batches
  readonly storage: Storage
  readonly now: () => number
  /** Runs the work, which never rejects, or answers false because another tab is at it; see tabs.ts. */
  readonly turn: (work: () => Promise<unknown>) => Promise<boolean>
  readonly post: (body: Body) => Promise<Outcome>
  /** The request's text around frozen events; tells the server how many were dropped since. */
  readonly envelope: (events: readonly string[], dropped: number) => string
  /** Resolves when an identity token is at hand, or won't come soon. */
  readonly ready: () => Promise<void>
  /** Makes a batch of the events that have none yet. */
  readonly persist: () => unknown
  readonly onDrop: (events: number, why: string) => void
}

/** Backoff: the first wait, doubled each time up to the last. */
const RETRY_FIRST = SECOND
const RETRY_LAST = MINUTE
/** This tab or another is sending: what it leaves is ours soon. */
const YIELD_AFTER = SECOND
/** What earlier pages have left can wait until this one has settled down: opening a database is work. */
export const SETTLED_AFTER = 3 * SECOND
/** A request's content, so that even uncompressed it fits the keepalive quota. One batch is always less. */
const REQUEST_EVENTS = 1000
const REQUEST_BYTES = 50_000

/** Brings batches to the server: one request at a time, again until it is answered. */
export const createSender = ({
  batches,
  storage,
  now,
  turn,
  post,
  envelope,
  ready,
  persist,
  onDrop,
}: Parts) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let restUntil = 0
  let failures = 0
  let dropped = 0
  /** The request that is under way and outlives the page, and its bytes. */
  let flying: readonly Batch[] = []
  let flyingBytes = 0
  /** Set while the page is there and may send; called when that ends. */
  let leave: (() => void) | undefined
  let left: Promise<void>

  const wake = (after: number) => {
    // Nothing wakes a page that has gone.
    if (!leave) return batches.spill([], 0)
    const at = Math.max(now() + after, restUntil)
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(drain, at - now())
  }
  const drop = (events: number, why: string) => {
    dropped += events
    if (events) onDrop(events, why)
  }
  /** How long the server still wants this device to wait; 0 when longer than it may. */
  const asked = () => ahead(storage.get('wait'), HOUR, now())
  const rest = (after: number) => {
    const backoff = Math.min(RETRY_FIRST * 2 ** failures++, RETRY_LAST)
    restUntil = now() + Math.max((backoff * (1 + Math.random())) / 2, after)
    if (after) storage.set('wait', restUntil)
    wake(0)
  }

  /** A refused request is halved until the bad event is alone; only that one is given up. */
  const deliver = async (load: readonly Batch[], events: readonly string[]): Promise<Outcome> => {
    const stay = leave
    const telling = dropped
    await ready()
    const body = await zip(envelope(events, telling))
    if (stay !== leave) return 0
    flying = load
    flyingBytes = body.byteLength
    const outcome = await post(body)
    flying = []
    flyingBytes = 0
    if (outcome === 'taken') dropped -= telling
    if (outcome !== 'refused') return outcome
    const half = events.length >> 1
    if (!half) {
      drop(1, outcome)
      return 'taken'
    }
    const first = await deliver(load, events.slice(0, half))
    return first === 'taken' ? deliver(load, events.slice(half)) : first
  }

  const sendAll = async () => {
    const stay = leave
    // oxlint-disable-next-line no-unmodified-loop-condition -- `leave` changes when the page goes
    while (stay === leave) {
      const pending = await batches.pending(now())
      drop(pending.dropped, 'too much')
      const load = within(pending.ready, REQUEST_EVENTS, REQUEST_BYTES).reverse()
      if (!load.length) return wake(pending.nextAt - now())
      const outcome = await deliver(load, eventsOf(load))
      if (outcome !== 'taken') return rest(Number(outcome))
      failures = 0
      restUntil = 0
      await batches.remove(load)
    }
  }

  const drain: () => unknown = async () => {
    // Before `dueAt` is forgotten: what goes along now need not be called for later.
    persist()
    dueAt = Number.POSITIVE_INFINITY
    if (!leave) return
    if (asked()) return wake(asked())
    // A page in the back/forward cache must not keep the lock, so leaving ends the turn.
    const mine = await turn(() => Promise.race([sendAll(), left]).catch(() => {}))
    if (!mine) wake(YIELD_AFTER)
  }

  /** Those of this page's batches that fit the quota beside what is flying: they go along with one last request. */
  const toHandOver = (): readonly Batch[] => {
    if (!navigator.onLine || asked()) return []
    const waiting = [...batches.own.values()].filter(({ id }) => flying.every((batch) => batch.id !== id))
    return within(waiting, REQUEST_EVENTS, REQUEST_BYTES - flyingBytes)
  }
  const stop = () => {
    leave?.()
    leave = undefined
  }

  return {
    wake,
    stop,
    /** Whether the page has closed, and nothing more will be sent from here. */
    isGone: () => !leave,
    /** The page is there, or back from the back/forward cache. */
    open() {
      left = new Promise((resolve) => {
        leave = resolve
      })
      wake(SETTLED_AFTER)
    },
    /** The connection is back: don't wait for the end of a backoff. */
    retry: () => {
      restUntil = 0
      wake(0)
    },
    /**
     * The page goes, perhaps for good: one last request that outlives it, and a lease on what is under way. To be called
     * by two listeners: when a tab is closed Firefox (140) ends one wherever it stands, without an error. So what must
     * stay is written first, and what the first could not the second does.
     */
    close: () => {
      if (!leave) return batches.spill([], 0)
      stop()
      persist()
      const handed = toHandOver()
      batches.spill([...flying, ...handed], now() + LEASE_AFTER)
      if (!handed.length) return
      // Its answer is only read by a page that lives on: it went into the back/forward cache, or a download began.
      void post(bytesOf(envelope(eventsOf(handed), dropped))).then((outcome) =>
        outcome === 'taken' ? batches.remove(handed) : batches.spill(handed, 0),
      )
    },
  }
}

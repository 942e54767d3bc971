import { type Batches, LEASE_AFTER } from './batches.ts'
import { KEEPALIVE_BYTES, type Outcome, plain, zip } from './post.ts'
import { HOUR, MINUTE, SECOND } from './span.ts'
import type { Storage } from './storage.ts'
import type { Batch } from './surplus.ts'

type Parts = {
  readonly batches: Batches
  readonly storage: Storage
  readonly now: () => number
  /** Runs the work, or answers false because another tab is at it; see tabs.ts. */
  readonly turn: (work: () => Promise<void>) => Promise<boolean>
  readonly post: (body: BodyInit, keepalive: boolean) => Promise<Outcome>
  /** The request's text around frozen events; tells the server how many were dropped since. */
  readonly envelope: (events: readonly string[], dropped: number) => string
  /** False while there is no consent. */
  readonly allowed: () => boolean
  /** Resolves when an identity token is at hand, or won't come soon. */
  readonly ready: () => Promise<void>
  readonly onDrop: (events: number, why: string) => void
}

export type Sender = ReturnType<typeof createSender>

const RETRY = { first: SECOND, most: MINUTE }
/** Another tab is sending: what it leaves is ours soon. */
const YIELD_AFTER = SECOND
/** A request's content, so that even uncompressed it fits the keepalive quota. */
const REQUEST = { characters: 50_000, events: 1000 }
const ENVELOPE_BYTES = 4000

/** One stay as the sending tab; `end` is called when the page is left. */
type Turn = { over: boolean; end(): void }

const TAKEN: Outcome = { kind: 'taken' }
const LATER: Outcome = { kind: 'later' }
const NOTHING = { load: [] as readonly Batch[], bytes: 0 }

const fit = (batches: readonly Batch[]): Batch[] => {
  let characters = 0
  let events = 0
  return batches.filter((batch, index) => {
    characters += batch.events.join().length
    events += batch.events.length
    return index === 0 || (characters <= REQUEST.characters && events <= REQUEST.events)
  })
}

/** Brings batches to the server: one request at a time, oldest first, again until it is answered. */
export const createSender = (parts: Parts) => {
  const { batches, storage, now } = parts
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let restUntil = 0
  let failures = 0
  let dropped = 0
  let running = false
  /** The request that is under way and outlives the page. */
  let flying = NOTHING
  let turn: Turn | undefined
  let closed = false

  const wake = (after: number) => {
    const at = Math.max(now() + after, restUntil)
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => void drain(), at - now())
  }
  const drop = (events: number, why: string) => {
    dropped += events
    if (events) parts.onDrop(events, why)
  }
  /** How long the server asked this device to wait, in ms. */
  const asked = () => {
    const after = Number(storage.get('wait')) - now()
    return after <= HOUR ? after : 0
  }
  const rest = (after: number | undefined) => {
    if (after) storage.set('wait', now() + Math.min(after, HOUR))
    const backoff = Math.min(RETRY.first * 2 ** failures++, RETRY.most) * (0.5 + Math.random() / 2)
    restUntil = now() + (after ?? backoff)
    wake(0)
  }

  /** A refused request is halved until the bad event is alone; only that one is given up. */
  const deliver = async (stay: Turn, load: readonly Batch[], events: readonly string[]): Promise<Outcome> => {
    if (!events.length) return TAKEN
    const telling = dropped
    const body = await zip(parts.envelope(events, telling))
    if (stay.over) return LATER
    const keepalive = body.length <= KEEPALIVE_BYTES
    if (keepalive) flying = { load, bytes: body.length }
    const outcome = await parts.post(body, keepalive)
    flying = NOTHING
    if (outcome.kind === 'refused' && events.length > 1) {
      const half = events.length >> 1
      const first = await deliver(stay, load, events.slice(0, half))
      return first.kind === 'later' ? first : deliver(stay, load, events.slice(half))
    }
    if (outcome.kind === 'refused') drop(1, 'the server refused it')
    if (outcome.kind === 'taken') dropped -= telling
    return outcome
  }

  const sendAll = async (stay: Turn) => {
    while (!stay.over) {
      const pending = await batches.pending(now())
      drop(pending.dropped, 'too many were waiting')
      const load = fit(pending.ready)
      if (!load.length) {
        if (pending.nextAt < Number.POSITIVE_INFINITY) wake(pending.nextAt - now())
        return
      }
      const events = load.flatMap((batch) => batch.events)
      const outcome = await deliver(stay, load, events)
      if (outcome.kind === 'later') return rest(outcome.after)
      failures = 0
      await batches.remove(load)
    }
  }

  const drain = async () => {
    dueAt = Number.POSITIVE_INFINITY
    if (closed || !parts.allowed()) return
    const wait = asked()
    if (running || wait > 0) return wake(Math.max(wait, YIELD_AFTER / 4))
    running = true
    await parts.ready()
    // A page in the back/forward cache must not keep the lock, so leaving ends the turn.
    const stay = () =>
      new Promise<void>((resolve) => {
        turn = { over: closed, end: resolve }
        sendAll(turn).then(resolve, resolve)
      })
    const mine = await parts.turn(stay).catch(() => true)
    running = false
    if (!mine) wake(YIELD_AFTER)
  }

  const handedOver = async (load: readonly Batch[], body: BodyInit) => {
    const outcome = await parts.post(body, true)
    // The page has lived on: it was only put into the back/forward cache, or a download began.
    if (outcome.kind === 'taken') await batches.remove(load)
    else batches.unlease(load)
  }
  /** Begins one last request with those of this page's batches that fit the quota, and answers which. */
  const handOver = (): readonly Batch[] => {
    let room = KEEPALIVE_BYTES - flying.bytes - ENVELOPE_BYTES
    const load = batches.own().filter((batch) => {
      if (flying.load.some((other) => other.id === batch.id)) return false
      const bytes = plain(batch.events.join()).length + 1
      if (bytes > room) return false
      room -= bytes
      return true
    })
    const events = load.flatMap((batch) => batch.events)
    if (events.length) void handedOver(load, plain(parts.envelope(events, dropped)))
    return load
  }

  return {
    wake,
    /** The connection is back: don't wait for the end of a backoff. */
    retry: () => {
      restUntil = 0
      wake(0)
    },
    /** The page goes, perhaps for good: one last request that outlives it, and a lease on what is under way. */
    close() {
      closed = true
      if (!parts.allowed()) return
      const handed = navigator.onLine && asked() <= 0 ? handOver() : []
      batches.spill([...flying.load, ...handed], now() + LEASE_AFTER)
      if (turn) {
        turn.over = true
        turn.end()
      }
    },
    /** The page is back from the back/forward cache. */
    open() {
      closed = false
      wake(0)
    },
  }
}

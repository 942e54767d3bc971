import { createBatches } from './batches.ts'
import type { Listen } from './guard.ts'
import { createPost } from './post.ts'
import { createQueue } from './queue.ts'
import { createSender } from './sender.ts'
import { SECOND } from './span.ts'
import type { Storage } from './storage.ts'
import { createTurn } from './tabs.ts'
import type { Token } from './token.ts'

type Parts = {
  readonly key: string
  readonly server: string
  readonly storage: Storage
  readonly token: Token
  readonly now: () => number
  readonly onDrop: (events: number, reason: string) => void
}

/** How often an idle tab looks for what a dead one has left. */
const PATROL_AFTER = 30 * SECOND

export type Delivery = ReturnType<typeof createDelivery>

/** The way of an event from here to the server, across crashes, closed pages, other tabs and outages. */
export const createDelivery = ({ key, server, storage, token, now, onDrop }: Parts) => {
  const name = `tidemark.${key}`
  const batches = createBatches(name, storage)
  let isAllowed = false
  const sender = createSender({
    batches,
    storage,
    now,
    onDrop,
    turn: createTurn(name, storage, now),
    post: createPost(`${server}/v1/b`),
    allowed: () => isAllowed,
    ready: token.fresh,
    envelope: (events, dropped) => {
      const context = { tidemark: { token: token.get(), dropped: dropped || undefined } }
      const head = JSON.stringify({ writeKey: key, sentAt: now(), context })
      return `${head.slice(0, -1)},"batch":[${events.join()}]}`
    },
  })
  const queue = createQueue({ now, keep: batches.add, wake: sender.wake, onDrop })
  const flush = () => {
    void queue.persist()
    sender.wake(0)
  }

  return {
    flush,
    add: queue.add,
    /** Resolves when the events so far are stored, or cannot be. */
    saved: queue.persist,
    /** Without consent events wait in memory, and nothing is sent. */
    allow(on: boolean) {
      isAllowed = on
      queue.hold(!on)
    },
    /** Forgets what was not sent yet. */
    clear() {
      queue.clear()
      void batches.clear()
    },
    /** Follows the page's life. */
    start(listen: Listen) {
      listen(globalThis, 'pagehide', () => {
        void queue.persist()
        sender.close()
      })
      listen(globalThis, 'pageshow', sender.open)
      listen(globalThis, 'online', sender.retry)
      // Phones kill hidden pages without a word.
      listen(document, 'visibilitychange', flush)
      setInterval(sender.wake, PATROL_AFTER, 0)
      sender.open()
    },
  }
}

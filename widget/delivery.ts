import { createBatches } from './batches.ts'
import { bytesOf } from './bounds.ts'
import { createPost, type ExpectReply } from './post.ts'
import { createSender, SETTLED_AFTER } from './sender.ts'
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
  readonly expectReply: ExpectReply
  readonly onDrop: (events: number, reason: string) => void
}

/** Events of one such moment become one batch, and are on their way to the disk after it: each write costs the page. */
const TICK_AFTER = 45
/** Long enough to gather, short enough that sales hears of it while it happens. */
const SEND_AFTER = 4 * SECOND
/** The server's limit of 32 KB an event, and what is within it in any script. */
const EVENT_BYTES = 32_000
const EVENT_CHARACTERS = 10_000
/** A character is three bytes at most: whatever the script, such a batch fits the last request of a closing page. */
const BATCH_CHARACTERS = 16_000

/** The way of an event from here to the server, across crashes, closed pages, other tabs and outages. */
export const createDelivery = (parts: Parts) => {
  const { key, server, storage, token, now, onDrop } = parts
  const name = `tidemark.${key}`
  const batches = createBatches(name, storage)
  const sender = createSender({
    batches,
    storage,
    now,
    onDrop,
    turn: createTurn(name, storage, now),
    post: createPost(`${server}/v1/b`, parts.expectReply),
    ready: token.fresh,
    persist: () => persist(),
    envelope: (events, dropped) => {
      const context = { tidemark: { token: token.get(), dropped: dropped || undefined } }
      const head = JSON.stringify({ writeKey: key, sentAt: now(), context })
      return `${head.slice(0, -1)},"batch":[${events.join()}]}`
    },
  })
  /** Events that no batch has yet, and what is known of them together. */
  let events: string[] = []
  let characters = 0
  let isUrgent: boolean | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let stored = Promise.resolve(false)

  const forget = () => {
    clearTimeout(timer)
    timer = undefined
    events = []
    characters = 0
    isUrgent = undefined
  }
  /** Whether the events so far are stored, or cannot be. */
  const persist = (): Promise<boolean> => {
    if (events.length) {
      const id = (isUrgent ? '~' : '') + now() + Math.random()
      stored = batches.add({ id, events })
      sender.wake(isUrgent ? 0 : SEND_AFTER)
      forget()
    }
    return stored
  }
  /** Also when the page is hidden: phones kill hidden pages without a word. */
  const flush = () => {
    void persist()
    sender.wake(0)
  }

  return {
    persist,
    flush,
    /**
     * `important` is sent at once, and dropped last when too much waits. `false`: it waits in memory for the next
     * event, which it shares a batch with, or until the page has settled down or goes.
     */
    add(event: string, important?: boolean) {
      // Counting bytes costs more than all the rest here, and most events are far from the limit.
      const isTooLong = event.length > EVENT_CHARACTERS && bytesOf(event).length > EVENT_BYTES
      if (isTooLong) return onDrop(1, 'too much')
      if (characters + event.length > BATCH_CHARACTERS) void persist()
      events.push(event)
      characters += event.length
      isUrgent ||= important
      if (sender.isGone()) void persist()
      else if (important === false) sender.wake(SETTLED_AFTER)
      else timer ??= setTimeout(() => void persist(), TICK_AFTER)
    },
    /** Without consent nothing is sent. */
    allow(on: boolean) {
      if (on) sender.open()
      else sender.stop()
    },
    /** Forgets what was not sent yet. */
    clear() {
      forget()
      batches.clear()
    },
    /** The page goes, perhaps for good. */
    close: sender.close,
    /** The connection is back. */
    retry: sender.retry,
  }
}

import type { Batch } from './bounds.ts'
import { randomId } from './identity.ts'
import { SECOND } from './span.ts'

type Parts = {
  readonly now: () => number
  readonly keep: (batch: Batch) => Promise<void>
  readonly wake: (after: number) => void
  readonly onDrop: (events: number, why: string) => void
}

/** Events of one such moment become one batch, and are on their way to the disk after it. */
const TICK_AFTER = 40
/** Long enough to gather, short enough that sales hears of it while it happens. */
const SEND_AFTER = 4 * SECOND
/** The server's limit of 32 KB an event, and a batch that fits one keepalive request even in a three-byte script. */
const EVENT_CHARACTERS = 32_000
const BATCH_CHARACTERS = 16_000
/** While consent is pending, events wait in memory only. */
const HELD_EVENTS = 500

/** Gathers frozen events and hands them on as batches. */
export const createQueue = ({ now, keep, wake, onDrop }: Parts) => {
  let events: string[] = []
  let characters = 0
  let urgent = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let held = false
  let last = Promise.resolve()

  const clear = () => {
    clearTimeout(timer)
    timer = undefined
    events = []
    characters = 0
    urgent = false
  }
  /** Resolves when the events so far are stored, or cannot be. */
  const persist = (): Promise<void> => {
    if (held || !events.length) return last
    const id = `${urgent ? '~' : ''}${now().toString(36)}-${randomId()}`
    last = keep({ id, events })
    wake(urgent ? 0 : SEND_AFTER)
    clear()
    return last
  }
  return {
    clear,
    persist,
    /** `important` is sent at once, and dropped last when too much waits. */
    add: (event: string, important: boolean) => {
      if (event.length > EVENT_CHARACTERS) return onDrop(1, 'it is over 32 KB')
      if (held && events.length === HELD_EVENTS) return onDrop(1, 'consent is still pending')
      if (characters + event.length > BATCH_CHARACTERS) void persist()
      events.push(event)
      characters += event.length
      urgent ||= important
      timer ??= setTimeout(() => void persist(), TICK_AFTER)
    },
    /** Holds events in memory, or lets them go on. */
    hold(on: boolean) {
      held = on
      void persist()
    },
  }
}

import { SECOND } from '../../wire/limits.ts'

export type LiveListener = {
  /** Leads changed; fetch them again. */
  readonly onNews: (leads: readonly string[]) => void
  /** The stream opened (everything may have changed meanwhile) or broke. */
  readonly onUp: (up: boolean) => void
}

type Message = { kind: 'news'; leads: readonly string[] } | { kind: 'up'; up: boolean }

const NAME = 'tidemark-inbox'
const LONGEST_WAIT = 30 * SECOND

const idsOf = (data: unknown): readonly string[] => {
  const parsed: unknown = typeof data === 'string' ? JSON.parse(data) : null
  const leads = parsed && typeof parsed === 'object' && 'leads' in parsed ? parsed.leads : []
  return Array.isArray(leads) ? leads.filter((id) => typeof id === 'string') : []
}

/** One server-sent event stream that comes back by itself, waiting 1 s, 2 s, 4 s ... 30 s. */
const stream = (url: string, tell: (message: Message) => void): (() => void) => {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = SECOND
  const open = () => {
    source = new EventSource(url)
    source.addEventListener('open', () => {
      wait = SECOND
      tell({ kind: 'up', up: true })
    })
    source.addEventListener('news', (event) => tell({ kind: 'news', leads: idsOf(event.data) }))
    source.addEventListener('error', broken)
  }
  const broken = () => {
    // EventSource's own retry gives up for good after an error status such as 503.
    source.close()
    tell({ kind: 'up', up: false })
    clearTimeout(timer)
    timer = setTimeout(open, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }
  // A stream from before the network went can look open for minutes while nothing comes through it any more.
  const anew = () => {
    clearTimeout(timer)
    source.close()
    open()
  }
  open()
  addEventListener('offline', broken)
  addEventListener('online', anew)
  return () => {
    removeEventListener('offline', broken)
    removeEventListener('online', anew)
    clearTimeout(timer)
    source.close()
  }
}

/**
 * Follows the server's news. Of all tabs one holds the stream and passes the news on: over HTTP/1.1 a browser opens
 * six connections a host, so a seventh tab with its own stream would hang for ever. Where Web Locks are missing
 * (plain http), each tab holds its own.
 */
export const followNews = (url: string, listener: LiveListener): (() => void) => {
  const channel = new BroadcastChannel(NAME)
  const stopWaiting = new AbortController()
  let stop: (() => void) | undefined
  const hear = (message: Message) => {
    if (message.kind === 'news') listener.onNews(message.leads)
    else listener.onUp(message.up)
  }
  const lead = () => {
    stop = stream(url, (message) => {
      hear(message)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target
      channel.postMessage(message)
    })
  }
  channel.addEventListener('message', (event: MessageEvent<Message>) => hear(event.data))

  if (!navigator.locks) lead()
  else {
    const held = () =>
      new Promise<void>((release) => {
        lead()
        stopWaiting.signal.addEventListener('abort', () => release())
      })
    navigator.locks.request(NAME, { signal: stopWaiting.signal }, held).catch(() => {
      // Aborted while waiting: the page stopped listening. A sandboxed frame refuses the lock: take no turns there.
      if (!stopWaiting.signal.aborted) lead()
    })
  }
  return () => {
    stopWaiting.abort()
    stop?.()
    channel.close()
  }
}

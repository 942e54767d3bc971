import type { IngestRequest } from './commands.ts'
import type { Reading } from './intake/read.ts'
import { addTallies } from './store/observations.ts'
import type { Store } from './store/store.ts'
import type { TallyRow } from './store/tables.ts'
import { MINUTE } from './wire/limits.ts'

const FLUSH_AFTER = 5000
/** A sender's clock that is further off is worth a word. Its events' times are corrected by as much. */
const CLOCK_OFF = 5 * MINUTE
/** Origins that are known by name, until this process ends: anybody can make some up. */
const MOST_REFUSED = 20
const MOST_ORIGINS = 100
/** Counters that may wait to be written. */
const AT_MOST = 1000

/**
 * Counts what arrives, for the page that answers "is it working?". Written now and then, outside the transactions that
 * matter, because one row that every commit changes would make all of them wait for one another.
 */
export type Tallies = {
  count(reading: Reading, from: Pick<IngestRequest, 'origin' | 'receivedAt'>): void
  /** A page of an origin that is not listed asked. */
  refuseOrigin(origin: string, at: number): void
  /** One more of each of these of a kind. */
  tick(kind: string, names: readonly string[], at: number): void
  flush(): Promise<void>
  close(): Promise<void>
}

export const createTallies = (store: Store, onError: (error: unknown) => void): Tallies => {
  const refused = namesUpTo(MOST_REFUSED)
  const accepted = namesUpTo(MOST_ORIGINS)
  let waiting = new Map<string, TallyRow>()
  const add = (
    kind: string,
    name: string,
    { count, at }: { readonly count: number; readonly at: number },
  ) => {
    const key = `${kind} ${name}`
    const known = waiting.get(key)
    if (known) {
      known.count += count
      known.last_at = Math.max(known.last_at, at)
    } else if (waiting.size < AT_MOST) waiting.set(key, { kind, name, count, last_at: at })
  }
  const flush = async () => {
    if (waiting.size === 0) return
    const rows = [...waiting].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
    waiting = new Map()
    await store.transaction((session) => addTallies(session, rows))
  }
  const timer = setInterval(() => void flush().catch(onError), FLUSH_AFTER)
  timer.unref()
  return {
    count: (
      { events, rejections, tokenRefusals, key, dropped, skew, receipt },
      { origin, receivedAt: at },
    ) => {
      for (const why of tokenRefusals) add('refused token', why, { count: 1, at })
      if (receipt.status === 401) add('refused key', '', { count: 1, at })
      if (key && dropped > 0) add('dropped', '', { count: dropped, at })
      if (key && skew !== null && Math.abs(skew) > CLOCK_OFF) add('skewed', key.kind, { count: 1, at })
      if (rejections.length > 0) add('rejected', '', { count: rejections.length, at })
      if (!key || events.length === 0) return
      add('events', '', { count: events.length, at })
      add('key', key.kind, { count: events.length, at })
      if (origin !== null && !key.isSecret) add('origin', accepted(origin), { count: events.length, at })
    },
    refuseOrigin: (origin, at) => add('refused origin', refused(origin), { count: 1, at }),
    tick: (kind, names, at) => {
      for (const name of names) add(kind, name, { count: 1, at })
    },
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

/** The first names are called by themselves, every further one is among the others. */
const namesUpTo = (most: number) => {
  const known = new Set<string>()
  return (full: string): string => {
    const name = full.slice(0, 200)
    if (known.has(name)) return name
    if (known.size === most) return 'others'
    known.add(name)
    return name
  }
}

import type { IngestRequest } from './commands.ts'
import type { Reading } from './intake/read.ts'
import { addTallies, trimTallies } from './store/observations.ts'
import type { Store } from './store/store.ts'
import type { TallyRow } from './store/tables.ts'
import { MINUTE } from './wire/limits.ts'

const FLUSH_AFTER = 5000
/** A sender's clock that is further off is worth a word. Its events' times are corrected by as much. */
const CLOCK_OFF = 5 * MINUTE
/** Anybody can make up origins: so many are kept, those heard of last. */
const NEWEST = new Map([
  ['refused origin', 20],
  ['origin', 100],
])
/** Characters of a name that are kept. */
const LONGEST = 200
/** Counters of another kind that may wait to be written. */
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
  /** By kind and name; of each kind in the order in which they were heard of last. */
  let waiting = new Map<string, Map<string, TallyRow>>()
  const add = (
    kind: string,
    full: string,
    { count, at }: { readonly count: number; readonly at: number },
  ) => {
    const name = full.slice(0, LONGEST)
    const rows = waiting.get(kind) ?? new Map<string, TallyRow>()
    waiting.set(kind, rows)
    const row = rows.get(name) ?? { kind, name, count: 0, last_at: at }
    row.count += count
    row.last_at = Math.max(row.last_at, at)
    // The only one is the last one already, and nearly every request asks for it.
    if (rows.size > 1) rows.delete(name)
    rows.set(name, row)
    const [oldest] = rows.size > (NEWEST.get(kind) ?? AT_MOST) ? rows.keys() : []
    if (oldest !== undefined) rows.delete(oldest)
  }
  const flush = async () => {
    if (waiting.size === 0) return
    const rows = [...waiting.values()]
      .flatMap((ofKind) => [...ofKind.values()])
      .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1))
    const bounded = [...NEWEST].filter(([kind]) => waiting.has(kind))
    waiting = new Map()
    await store.transaction(async (session) => {
      await addTallies(session, rows)
      for (const [kind, atMost] of bounded) await trimTallies(session, kind, atMost)
    })
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
      if (origin !== null && !key.isSecret) add('origin', origin, { count: events.length, at })
    },
    refuseOrigin: (origin, at) => add('refused origin', origin, { count: 1, at }),
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

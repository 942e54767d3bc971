import { clear, createStore, delMany, entries, set } from 'idb-keyval'
import { pairIn, type Storage } from './storage.ts'
import { type Batch, surplus } from './surplus.ts'

/** Batches that may be sent now, oldest first; when more will be (Infinity: none); events dropped as too many. */
export type Pending = { readonly ready: readonly Batch[]; readonly nextAt: number; readonly dropped: number }

/** How long a batch that was handed over at closing is left alone, in case its answer never came. */
export const LEASE_AFTER = 30_000
/** Some browsers never answer a first IndexedDB request (https://bugs.webkit.org/show_bug.cgi?id=226547). */
const PATIENCE_AFTER = 3000
const SPILL = 'spill.'

export type Batches = ReturnType<typeof createBatches>

const areEvents = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((event) => typeof event === 'string')

/**
 * Where events wait until the server has them: IndexedDB, one key a batch, so that tabs write without asking each
 * other. At closing, what IndexedDB has not confirmed is spilled to localStorage, the only storage that is written
 * at once. A spill is also the lease on what was handed to the browser to send.
 */
export const createBatches = (database: string, storage: Storage) => {
  const store = createStore(database, 'batches')
  /** This page's batches which the server has not acknowledged; true when IndexedDB has confirmed them. */
  const own = new Map<string, Batch & { safe: boolean }>()

  const remove = async (batches: readonly Batch[]) => {
    for (const { id } of batches) {
      own.delete(id)
      storage.set(SPILL + id, undefined)
    }
    await delMany(
      batches.map((batch) => batch.id),
      store,
    )
  }

  /** What IndexedDB holds; null when it does not answer. */
  const stored = async () => {
    const silence = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_AFTER, null))
    return Promise.race([entries<string, unknown>(store), silence]).catch(() => null)
  }

  const collect = async () => {
    const confirmed = [...own.values()].filter((batch) => batch.safe)
    const disk = await stored()
    const found = new Map<string, unknown>(disk)
    // It was there and is gone: another tab has delivered it.
    if (disk) for (const { id } of confirmed) if (!found.has(id)) own.delete(id)
    for (const { id, events } of own.values()) found.set(id, events)
    return found
  }

  return {
    own: () => [...own.values()],
    remove: (batches: readonly Batch[]) => remove(batches).catch(() => {}),
    /** Keeps events; they survive this page's crash once IndexedDB confirms. */
    add: async (batch: Batch) => {
      const entry = { ...batch, safe: false }
      own.set(batch.id, entry)
      try {
        await set(batch.id, batch.events, store)
        entry.safe = true
      } catch {
        // No IndexedDB here, or it is full: the batch stays in memory, and is spilled when the page closes.
      }
    },
    /** Written at once, for a page that is closing: a lease on `handed`, and the events that could be lost. */
    spill(handed: readonly Batch[], until: number) {
      const leased = new Set(handed.map((batch) => batch.id))
      for (const { id, events, safe } of own.values())
        if (!safe || leased.has(id)) storage.set(SPILL + id, [leased.has(id) ? until : 0, safe ? 0 : events])
      for (const id of leased) if (!own.has(id)) storage.set(SPILL + id, [until, 0])
    },
    /** Ends leases early: the page lives, and knows that they did not arrive. */
    unlease(handed: readonly Batch[]) {
      for (const { id } of handed) storage.set(SPILL + id, undefined)
    },
    /** Everything that waits on this device, whichever tab wrote it. Drops what is too much, and tells how much. */
    async pending(now: number): Promise<Pending> {
      const found = await collect()
      const leases = new Map<string, number>()
      for (const name of storage.names(SPILL)) {
        const id = name.slice(SPILL.length)
        const [lease, events] = pairIn(storage.get(name))
        const until = Number(lease)
        if (areEvents(events)) found.set(id, events)
        if (!found.has(id)) storage.set(name, undefined)
        // A lease longer than we give was written before the clock jumped.
        else if (until > now && until <= now + LEASE_AFTER) leases.set(id, until)
      }
      // What is not ours has no events, and goes with the next request's batches.
      const all = [...found]
        .map(([id, events]) => ({ id, events: areEvents(events) ? events : [] }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
      const gone = surplus(all)
      if (gone.length) await remove(gone)
      return {
        ready: all.filter((batch) => !leases.has(batch.id) && !gone.includes(batch)),
        nextAt: Math.min(Number.POSITIVE_INFINITY, ...leases.values()),
        dropped: gone.reduce((sum, batch) => sum + batch.events.length, 0),
      }
    },
    async clear() {
      own.clear()
      for (const name of storage.names(SPILL)) storage.set(name, undefined)
      await clear(store).catch(() => {})
    },
  }
}

import { ahead } from './ahead.ts'
import { type Batch, eventsOf, within } from './bounds.ts'
import { createDatabase } from './database.ts'
import { LEASE_AFTER, SPILL } from './lease.ts'
import type { Storage } from './storage.ts'

/** Batches that may be sent now, the worthiest first; when more will be (Infinity: none); events dropped as too many. */
export type Pending = { readonly ready: readonly Batch[]; readonly nextAt: number; readonly dropped: number }

/** What a device keeps at most. */
const KEPT_EVENTS = 5000
const KEPT_BYTES = 2_000_000

export type Batches = ReturnType<typeof createBatches>

/** Foreign data is left where it is; a corrupt event is one that the server refuses. */
const take = (found: Map<string, Batch>, id: string, events: unknown) => {
  if (Array.isArray(events)) found.set(id, { id, events })
}

/**
 * Where events wait until the server has them: IndexedDB, one key a batch, so that tabs write without asking each
 * other. At closing, what IndexedDB has not confirmed is spilled to localStorage, the only storage that is written
 * at once. A spill is also the lease on what was handed to the browser to send.
 */
export const createBatches = (databaseName: string, storage: Storage) => {
  const database = createDatabase(databaseName)
  /** This page's batches which the server has not acknowledged. */
  const own = new Map<string, Batch>()
  /** Ids of those that are on the disk. */
  const safe = new Set<string>()

  const remove = async (batches: readonly Batch[]) => {
    for (const { id } of batches) {
      storage.set(SPILL + id)
      own.delete(id)
    }
    if (!database.isOpen()) return
    const each = (all: IDBObjectStore): undefined => {
      for (const { id } of batches) all.delete(id)
    }
    await database.run('readwrite', each).catch(() => {})
  }
  const collect = async () => {
    const found = new Map<string, Batch>()
    const disk = await database.run<unknown[]>('readonly', (all) => all.getAll()).catch(() => null)
    for (const { id, events } of (disk ?? []).map(Object)) take(found, id, events)
    for (const [id, batch] of own) {
      if (!disk || !safe.has(id)) found.set(id, batch)
      // It was there and is gone: another tab has delivered it.
      else if (!found.has(id)) own.delete(id)
    }
    return found
  }

  return {
    own,
    remove,
    /** Keeps events; true once IndexedDB confirms, so that they survive this page's crash. Never rejects. */
    add: (batch: Batch) => {
      own.set(batch.id, batch)
      return database
        .run('readwrite', (all) => all.put(batch, batch.id))
        .then(
          () => !!safe.add(batch.id),
          // It stays in memory, and is spilled when the page closes.
          () => false,
        )
    },
    /**
     * Written at once, for a page that is closing: a lease on `handed`, and the events that could be lost. A lease of 0
     * ends it early: what IndexedDB has not confirmed must stay.
     */
    spill(handed: readonly Batch[], until: number) {
      for (const { id, events } of own.values())
        if (!safe.has(id)) {
          storage.set(SPILL + id, { events })
          safe.add(id)
        }
      for (const { id, events } of handed) storage.set(SPILL + id, { until, events })
    },
    /** Everything that waits on this device, whichever tab wrote it. Drops what is too much, and tells how much. */
    async pending(now: number): Promise<Pending> {
      const found = await collect()
      let nextAt = Number.POSITIVE_INFINITY
      for (const name of storage.names(SPILL)) {
        const id = name.slice(SPILL.length)
        const { until, events } = Object(storage.get(name))
        const left = ahead(until, LEASE_AFTER, now)
        take(found, id, events)
        if (!found.has(id)) storage.set(name)
        else if (left) {
          found.delete(id)
          nextAt = Math.min(nextAt, now + left)
        }
      }
      const all = [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
      const ready = within(all, KEPT_EVENTS, KEPT_BYTES)
      const gone = all.filter((batch) => !ready.includes(batch))
      if (gone.length) void remove(gone)
      return { ready, nextAt, dropped: eventsOf(gone).length }
    },
    /** Removes everything, and where it lay; what was spilled goes with all else in storage. */
    clear() {
      own.clear()
      database.drop()
    },
  }
}

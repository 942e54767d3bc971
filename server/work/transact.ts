import type { LaneNews, OutboxRow } from '../commands.ts'
import type { Engines } from '../engines.ts'
import { newBook } from '../identity/book.ts'
import type { Session, Store } from '../store/store.ts'
import type { Caches } from './caches.ts'
import { composeMessages } from './messages.ts'
import { newRecord, newsOf, writeRecord, writeSubjects } from './record.ts'
import { hold, NotHeld, type Room } from './room.ts'
import type { Work } from './work.ts'

/** What every verb that changes accounts works with. */
export type Tools = {
  readonly store: Store
  readonly engines: Engines
  /** Only for the single writer of a SQLite file. */
  readonly caches: Caches | null
  readonly publicUrl: string
  readonly channels: readonly OutboxRow['channel'][]
}

/** Another process evaluates with a model that this one does not know yet. Not a failure. */
class NewerModel extends Error {}

/**
 * Runs `work` in one transaction that holds these accounts, and writes what it changed. It runs again when it turns out
 * that more accounts are needed, or a newer model.
 */
export const transact = async <T>(
  tools: Tools,
  { accounts, now }: { readonly accounts: readonly string[]; readonly now: number },
  run: (work: Work) => Promise<T>,
): Promise<{ readonly result: T; readonly news: LaneNews }> => {
  const held = new Set(accounts)
  for (;;) {
    try {
      return await tools.store.transaction(async (session) => {
        const work = newWork(tools, session, now)
        if (held.size > 0) await hold(work.room, [...held])
        assertModel(work.room)
        const result = await run(work)
        await writeSubjects(session, work.book)
        await writeRecord(session, work.record, { now, messages: await composeMessages(work) })
        return { result, news: newsOf(work.record) }
      })
    } catch (error) {
      tools.caches?.clear()
      // An account asked for again although it is held would be asked for for ever.
      if (error instanceof NotHeld && !held.has(error.account)) held.add(error.account)
      else if (error instanceof NewerModel) await tools.engines.refresh()
      else throw error
    }
  }
}

const newWork = ({ engines, caches, publicUrl, channels }: Tools, session: Session, now: number): Work => {
  const room: Room = {
    session,
    engine: engines.current(),
    now,
    states: new Map(),
    cache: caches?.states ?? null,
  }
  return { room, book: newBook(caches?.subjects ?? null), record: newRecord(), publicUrl, channels }
}

const assertModel = ({ states, engine }: Room): void => {
  for (const state of states.values()) if (state.account.model > engine.version) throw new NewerModel()
}

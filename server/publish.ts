import type { LaneNews, Versioned } from './commands.ts'
import { makeAllDue } from './store/accounts.ts'
import { appendJournal, drawSeqs } from './store/journal.ts'
import { insertVersion, latestVersion, type Publication } from './store/versions.ts'
import { flush } from './work/flush.ts'
import type { Tools } from './work/transact.ts'

export type Published<T> = { readonly value: T; readonly by: string; readonly now: number }

/**
 * Publishes a new version, as an entry of the journal. A model makes every account due, so that all are judged by it
 * soon, and each at the latest with its next event.
 */
export const publish = async <T>(
  tools: Tools,
  of: Publication,
  { value, by, now }: Published<T>,
): Promise<Versioned<T>> => {
  await flush(tools)
  const version = await tools.store.transaction(async (session) => {
    const last = await latestVersion(session.db, of)
    const next = (last?.version ?? 0) + 1
    await insertVersion(session.db, of, {
      version: next,
      at: now,
      made_by: by,
      value: JSON.stringify(value),
    })
    const [seq = 0] = await drawSeqs(session, 1)
    await appendJournal(session, [
      {
        received_at: now,
        seq,
        account: '',
        subject: '',
        message_id: '',
        model: of === 'model' ? next : tools.engines.current().version,
        time: now,
        at: now,
        kind: of,
        trust: 'server',
        flags: 0,
        body: JSON.stringify({ version: next, by }),
      },
    ])
    if (of === 'model') await makeAllDue(session, now)
    return next
  })
  if (of === 'model') {
    // Profiles at hand may have been folded by another plan; read again, they are folded anew.
    tools.memory?.states.clear()
    await tools.engines.refresh()
  }
  return { version, at: now, by, value }
}

/** Tells the due worker that everybody is waiting for the new model. */
export const newsOfPublishing = (now: number): LaneNews => ({ leads: [], outbox: false, dueAt: now })

import type { LaneNews, Versioned } from './commands.ts'
import { appendJournal, drawSeqs } from './store/journal.ts'
import type { JournalRow } from './store/tables.ts'
import { insertVersion, latestVersion, type Publication } from './store/versions.ts'
import { beginSweep } from './sweep.ts'
import type { Tools } from './work/transact.ts'

export type Published<T> = {
  readonly value: T
  readonly by: string
  readonly reason?: string
  readonly now: number
  /** The version on which the change rests; another one in force refuses it. @default whichever is in force */
  readonly basedOn?: number | undefined
}

/** Another version came into force than the one that the change rests on. Not a failure. */
export class Overtaken extends Error {}

/**
 * Publishes a new version, as an entry of the journal. After a model everybody is judged anew in the background, and
 * each account at the latest before its next event. Rejects with Overtaken if somebody else published meanwhile.
 */
export const publish = async <T>(
  tools: Tools,
  of: Publication,
  { value, by, reason = '', now, basedOn }: Published<T>,
): Promise<Versioned<T>> => {
  const version = await tools.store.transaction(async (session) => {
    const last = (await latestVersion(session.db, of))?.version ?? 0
    if (basedOn !== undefined && basedOn !== last) throw new Overtaken()
    const row = { version: last + 1, at: now, made_by: by, reason, value: JSON.stringify(value) }
    await insertVersion(session.db, of, row)
    const [seq = 0] = await drawSeqs(session, 1)
    const model = of === 'model' ? row.version : tools.engines.current().version
    await appendJournal(session, [entryOf(of, { ...row, seq, model })])
    if (of === 'model') await beginSweep(session.db, { version: row.version, now })
    return row.version
  })
  if (of === 'model') await tools.engines.refresh()
  return { version, at: now, by, reason, value }
}

type Entry = { version: number; at: number; made_by: string; reason: string; seq: number; model: number }

const entryOf = (kind: Publication, { version, at, made_by: by, reason, seq, model }: Entry): JournalRow => ({
  received_at: at,
  seq,
  account: '',
  subject: '',
  message_id: '',
  model,
  time: at,
  at,
  kind,
  trust: 'server',
  flags: 0,
  body: JSON.stringify({ version, by, reason }),
})

/** Tells the due worker that everybody is waiting for the new model. */
export const newsOfPublishing = (now: number): LaneNews => ({ leads: [], outbox: false, dueAt: now })

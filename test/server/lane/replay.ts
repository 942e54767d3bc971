import { openEngines } from '../../../server/engines.ts'
import { appendJournal } from '../../../server/store/journal.ts'
import type { Store } from '../../../server/store/store.ts'
import type { JournalRow } from '../../../server/store/tables.ts'
import { findVersion, insertVersion } from '../../../server/store/versions.ts'
import { beginSweep } from '../../../server/sweep.ts'
import { meet, takeEvent } from '../../../server/work/commit.ts'
import { fromJournal, momentsOf } from '../../../server/work/entry.ts'
import { flush } from '../../../server/work/flush.ts'
import { createMemory } from '../../../server/work/memory.ts'
import { type Tools, transact } from '../../../server/work/transact.ts'
import { take } from '../../../server/work/work.ts'

/** Feeds the journal of one database into an empty one, entry by entry in order of `seq`, at the recorded instants. */
export const replay = async (from: Store, into: Store): Promise<void> => {
  const tools: Tools = {
    store: into,
    engines: await openEngines(into),
    memory: into.dialect === 'sqlite' ? createMemory() : null,
    kept: null,
    publicUrl: 'https://tidemark.example',
    channels: ['webhook'],
  }
  const rows = await from.db.selectFrom('journal').selectAll().orderBy('seq').execute()
  for (const row of rows)
    if (row.kind === 'model') await replayPublication(from, tools, row)
    else await (row.kind === 'action' ? replayAction(tools, row) : replayEvent(tools, row))
  await flush(tools)
}

/** A version comes into force at the instant at which it was published, and everybody is to be judged by it. */
const replayPublication = async (from: Store, { store, engines }: Tools, row: JournalRow) => {
  const version = await findVersion(from.db, 'model', row.model)
  if (version) await insertVersion(store.db, 'model', version)
  await store.transaction((session) => appendJournal(session, [row]))
  await beginSweep(store.db, { version: row.model, now: row.at })
  await engines.refresh()
}

const replayEvent = (tools: Tools, row: JournalRow) => {
  const event = fromJournal(row)
  return transact(tools, { accounts: [], now: row.received_at }, async (work) => {
    await meet(work, [event])
    await takeEvent(work, event, { seq: row.seq, at: row.at, moments: momentsOf(row) })
  })
}

const replayAction = (tools: Tools, row: JournalRow) => {
  const { leadNo, action, by, body } = JSON.parse(row.body)
  const { seq, account, at } = row
  return transact(tools, { accounts: [account], now: row.received_at }, async (work) => {
    await take(work, { kind: 'action', seq, account, at, leadNo, action, by, body })
    work.record.journal.push(row)
  })
}

/** What a message says of the account and its people is of when it was written, at the end of a batch. */
const OF_THE_ACCOUNT = {
  company: '',
  reason: '',
  plan: '',
  users: 0,
  activeUsers: 0,
  limits: [],
  champions: [],
  departments: [],
  replyTo: null,
}

/** What a message says of the lead; whether somebody asked is of the lead, and what they are called is not. */
const ofLead = (body: string): unknown => {
  const { data, ...message } = JSON.parse(body)
  return { ...message, data: { ...data, ...OF_THE_ACCOUNT, askedBy: data.askedBy !== null } }
}

/** Everything that is decided or remembered, as it is stored. */
export const picture = async ({ db }: Store) => ({
  journal: await db.selectFrom('journal').selectAll().orderBy('seq').execute(),
  subjects: await db.selectFrom('subject').selectAll().orderBy('id').execute(),
  members: await db.selectFrom('member').selectAll().orderBy('account').orderBy('subject').execute(),
  accounts: await db.selectFrom('account').select(['key', 'doc']).orderBy('key').execute(),
  leads: (await db.selectFrom('lead').selectAll().orderBy('account').orderBy('no').execute()).map((row) => ({
    ...row,
    doc: { ...JSON.parse(row.doc), reason: '' },
  })),
  decisions: await db.selectFrom('decision').selectAll().orderBy('id').execute(),
  messages: (await db.selectFrom('outbox').select(['id', 'body']).orderBy('id').execute()).map(
    ({ id, body }) => [id, ofLead(body)],
  ),
})

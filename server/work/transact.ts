import type { LaneNews, OutboxRow } from '../commands.ts'
import type { Engines } from '../engines.ts'
import { newBook } from '../identity/book.ts'
import { removeAccounts } from '../store/accounts.ts'
import { writeLag } from '../store/journal.ts'
import { rememberMessages } from '../store/seen.ts'
import type { Session, Store, TransactionKind } from '../store/store.ts'
import { together } from '../store/together.ts'
import { type Kept, keep } from './kept.ts'
import { NO_LAG } from './lag.ts'
import type { Memory } from './memory.ts'
import { composeMessages } from './messages.ts'
import {
  decidedRows,
  newRecord,
  newsOf,
  noteRefolded,
  type Record,
  writeDecisions,
  writeJournal,
  writeProfiles,
  writeSubjects,
} from './record.ts'
import { recover } from './recover.ts'
import { hold, idleIn, NotHeld, type Room, type Touched } from './room.ts'
import type { Work } from './work.ts'

/** What every verb that changes accounts works with. */
export type Tools = {
  readonly store: Store
  readonly engines: Engines
  /** Only for the single writer of a SQLite file. */
  readonly memory: Memory | null
  /** Only for one of several writers of a Postgres. */
  readonly kept: Kept | null
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
  { accounts, now, kind = 'lasting', kept = null, isGuess = false }: Asked,
  run: (work: Work) => Promise<T>,
): Promise<Outcome<T>> => {
  const held = new Set(accounts)
  for (;;) {
    try {
      if (tools.memory?.isLost) await recover(tools, tools.memory)
      return await attempt(tools, { accounts: [...held], now, kind, kept }, run)
    } catch (error) {
      if (tools.memory) tools.memory.isLost = true
      // An account asked for again although it is held would be asked for for ever.
      if (error instanceof NotHeld && !isGuess && !held.has(error.account)) held.add(error.account)
      else if (error instanceof NewerModel) await tools.engines.refresh()
      else throw error
    }
  }
}

type Asked = {
  readonly accounts: readonly string[]
  readonly now: number
  /** One that is repeatable takes in no events, and leaves what waits to be written to those that do. */
  readonly kind?: TransactionKind
  /** Spares reading what it holds; whoever is to find what the rows say goes without. */
  readonly kept?: Kept | null
  /** The accounts are from memory: that another one is needed is for the caller, who looks what the rows say. */
  readonly isGuess?: boolean
}
type Outcome<T> = { readonly result: T; readonly news: LaneNews }

const attempt = async <T>(
  tools: Tools,
  { accounts, now, kind, kept }: Required<Omit<Asked, 'isGuess'>>,
  run: (work: Work) => Promise<T>,
): Promise<Outcome<T>> => {
  let onDisk = () => undefined as void
  const outcome = await tools.store.transaction(async (session) => {
    const work = newWork(tools, session, { now, kept })
    if (accounts.length > 0) await hold(work.room, accounts)
    assertModel(work.room)
    const result = await run(work)
    const messages = await composeMessages(work)
    const from = firstReceipt(work.record)
    const news = newsOf(work.record)
    const idle = idleIn(work.room, work.record.touched)
    const [, , , written] = await together([
      writeSubjects(session, work.book),
      writeJournal(session, work.record),
      writeDecisions(session, decidedRows(work.record, messages)),
      writeRest(work, { from, kind }),
      removeAccounts(session, idle),
    ])
    onDisk = kept ? () => keep(kept, work) : written
    return { result, news }
  }, kind)
  onDisk()
  return outcome
}

/** Profiles and messages: all of them, or with a lag what must be and a share of what waits. */
const writeRest = async (
  { room, record }: Work,
  { from, kind }: { readonly from: number; readonly kind: TransactionKind },
): Promise<() => void> => {
  const { session, memory, now } = room
  noteRefolded(record, room.refolded)
  if (!memory) {
    await writeProfiles(session, record.touched)
    return () => undefined
  }
  const { lag } = memory
  const share = kind === 'repeatable' ? lag.noShare() : lag.share(now, from)
  const profiles: Touched = new Map()
  for (const held of [...share.profiles.keys(), ...record.atOnce, ...room.refolded.keys()]) {
    const waiting = lag.profiles.subjectsAt(held.key) ?? []
    profiles.set(held, new Set([...waiting, ...(record.touched.get(held) ?? [])]))
  }
  for (const held of profiles.keys()) record.touched.delete(held)
  await writeProfiles(session, profiles)
  if (share.messages.length > 0) await rememberMessages(session, share.messages)
  if (lag.isMoved(share)) await writeLag(session, share.lagFrom)
  const behind = { from, profiles: record.touched, messages: record.messages }
  return () => lag.done({ ...share, profiles }, behind, now)
}

/** From which instant of receipt on the journal is ahead if this is written later. */
const firstReceipt = ({ messages }: Record): number => {
  let first = NO_LAG
  for (const { received_at } of messages) if (received_at < first) first = received_at
  return first
}

/** What a transaction begins with. */
export const newWork = (
  { engines, memory, publicUrl, channels }: Tools,
  session: Session,
  { now, kept }: Pick<Required<Asked>, 'now' | 'kept'>,
): Work => ({
  room: {
    session,
    engine: engines.current(),
    planned: engines.planned,
    now,
    states: new Map(),
    refolded: new Map(),
    memory,
    kept,
    versions: new Map(),
  },
  engines,
  book: newBook(memory?.subjects ?? null),
  record: newRecord(),
  publicUrl,
  channels,
})

const assertModel = ({ states, engine }: Room): void => {
  for (const state of states.values()) if (state.account.model > engine.version) throw new NewerModel()
}

import type { Engine } from '../core/engine.ts'
import { relabelOwn } from '../core/relabel-own.ts'
import { newAccount } from '../core/step.ts'
import type { MemberDoc, State, StepResult } from '../core/types.ts'
import type { Engines } from '../engines.ts'
import { type AccountVersion, lockAccounts, lockKnownAccounts } from '../store/accounts.ts'
import {
  foremostMembers,
  nextMemberDueAt,
  pageMembers,
  readDueMembers,
  readMembers,
} from '../store/members.ts'
import type { Session } from '../store/store.ts'
import type { MemberRow } from '../store/tables.ts'
import type { Kept } from './kept.ts'
import type { Memory } from './memory.ts'
import { refold } from './refold.ts'

/** An account's state, the last entry of the journal that it contains, and when the due worker is to look at it. */
export type Held = State & { seq: number; dueAt: number | null }
/** Accounts, and whose documents in them. */
export type Touched = Map<Held, Set<string>>

/** The accounts at hand in one transaction: locked, and loaded as far as stepping asked for. */
export type Room = {
  readonly session: Session
  readonly engine: Engine
  /** For what other plans folded. */
  readonly planned: Engines['planned']
  readonly now: number
  readonly states: Map<string, Held>
  /** Members that were folded anew from the journal. */
  readonly refolded: Touched
  /** What outlives the transaction, when this process is the only writer. */
  readonly memory: Memory | null
  /** What may outlive it when there are others. */
  readonly kept: Kept | null
  /** Of accounts that were locked, when something is kept. */
  readonly versions: Map<string, AccountVersion>
}

/** An account was needed that is not locked: roll back, lock it too, and begin again. Not a failure. */
export class NotHeld extends Error {
  readonly account: string
  constructor(account: string) {
    super(`Account ${account} is not held.`)
    this.account = account
  }
}

const NEW_ACCOUNT = JSON.stringify(newAccount())

/** Locks accounts and takes them into the room; to be called once, first, unless this process is the only writer. */
export const hold = async (room: Room, accounts: readonly string[]): Promise<void> => {
  const keys = accounts.filter((key) => !stateAt(room, key)).sort(byText)
  if (keys.length === 0) return
  if (room.kept) return holdKept(room, room.kept, keys)
  const rows = await lockAccounts(room.session, { keys, doc: NEW_ACCOUNT })
  for (const row of rows)
    keep(room, row.key, { account: JSON.parse(row.doc), seq: row.seq, dueAt: row.due_at })
}

/** Accounts that were made to be held, and to which nothing came: a wrong guess, a message that was known already. */
export const idleIn = ({ states, refolded, memory }: Room, touched: Touched): string[] => {
  // Who writes alone makes none to hold it.
  if (memory) return []
  return [...states.values()]
    .filter((held) => held.account.model === 0 && !touched.has(held) && !refolded.has(held))
    .map(({ key }) => key)
}

const holdKept = async (room: Room, kept: Kept, keys: readonly string[]): Promise<void> => {
  const known = new Map(keys.map((key) => [key, kept.take(key)]))
  const versionOf = (key: string) => known.get(key)?.version ?? null
  for (const row of await lockKnownAccounts(room.session, { keys, doc: NEW_ACCOUNT, versionOf })) {
    const held = known.get(row.key)?.held
    room.versions.set(row.key, row)
    if (row.doc === null && held) room.states.set(row.key, held)
    else keep(room, row.key, { account: JSON.parse(row.doc ?? ''), seq: row.seq, dueAt: row.due_at })
  }
}

/** One order for every process in which to take locks. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const keep = (room: Room, key: string, known: Pick<Held, 'account' | 'seq' | 'dueAt'>): Held => {
  const held: Held = { key, members: new Map(), loadedUntil: 0, nextDueAt: null, ...known }
  room.states.set(key, held)
  room.memory?.states.set(key, held)
  for (const read of room.memory?.watches ?? []) read.add(key)
  return held
}

/** The account's state if it is at hand. */
export const stateAt = (room: Room, account: string): Held | undefined => {
  const here = room.states.get(account)
  if (here || !room.memory) return here
  const { states, lag, awaiting } = room.memory
  const kept = states.get(account) ?? lag.profiles.heldAt(account) ?? awaiting.get(account)
  if (!kept) return undefined
  room.states.set(account, kept)
  return kept
}

/** The account's state; rejects with NotHeld when it would have to be locked out of order. */
export const stateOf = async (room: Room, account: string): Promise<Held> => {
  const here = stateAt(room, account)
  if (here) return here
  if (!room.memory) throw new NotHeld(account)
  await hold(room, [account])
  return stateAt(room, account) ?? keep(room, account, { account: newAccount(), seq: 0, dueAt: null })
}

/** Members by account, all in one statement: what stepping will certainly ask for. */
export const preload = async (
  room: Room,
  pairs: readonly (readonly [account: string, subject: string])[],
): Promise<void> => {
  const missing = pairs.filter(([account, subject]) => !stateAt(room, account)?.members.has(subject))
  if (missing.length === 0) return
  const rows = new Map((await readMembers(room.session, missing)).map((row) => [keyOf(row), row]))
  for (const [account, subject] of missing) {
    const state = await stateOf(room, account)
    await put(room, state, subject, rows.get(keyOf({ account, subject })))
  }
}

const keyOf = ({ account, subject }: { readonly account: string; readonly subject: string }): string =>
  JSON.stringify([account, subject])

/** Loads what a step said it needs. */
export const load = async (
  room: Room,
  state: Held,
  needs: Extract<StepResult, { kind: 'needs' }>,
): Promise<void> => {
  await preload(
    room,
    needs.subjects.map((subject) => [state.key, subject] as const),
  )
  if (needs.dueUntil !== null) await loadDue(room, state, needs.dueUntil)
}

/** The people of an account; of more than `atMost` the foremost of them. */
export const loadPeople = async (room: Room, state: Held, atMost: number): Promise<void> => {
  if (state.loadedUntil === Number.POSITIVE_INFINITY) return
  if (state.account.sums.members <= atMost) return loadDue(room, state, Number.POSITIVE_INFINITY)
  for (const row of await foremostMembers(room.session.db, state.key, atMost))
    if (!state.members.has(row.subject)) await put(room, state, row.subject, row)
}

const loadDue = async (room: Room, state: Held, until: number): Promise<void> => {
  for (const row of await readDueMembers(room.session, state.key, until))
    if (!state.members.has(row.subject)) await put(room, state, row.subject, row)
  const isAll = until === Number.POSITIVE_INFINITY
  state.loadedUntil = until
  state.nextDueAt = isAll ? null : await nextMemberDueAt(room.session, state.key, until)
}

/** Loads the next members by name; answers up to whom, null when all are loaded. */
export const loadSome = async (
  room: Room,
  state: Held,
  page: { readonly after: string; readonly atMost: number },
): Promise<string | null> => {
  const rows = await pageMembers(room.session.db, state.key, page)
  for (const row of rows) if (!state.members.has(row.subject)) await put(room, state, row.subject, row)
  const last = rows.at(-1)
  if (last && rows.length === page.atMost) return last.subject
  state.loadedUntil = Number.POSITIVE_INFINITY
  state.nextDueAt = null
  return null
}

/** Folds anew whom another plan folded, of those at hand, and what the account said of itself. */
export const refoldOthers = async (room: Room, state: Held): Promise<void> => {
  const { account } = state
  if (account.own && account.own.plan !== room.engine.plan) account.own = relabelOwn(account.own, room.engine)
  for (const [subject, member] of state.members) if (member) await refoldOther(room, state, subject)
}

/** Takes a member in; one that another plan folded is folded anew from the journal. */
const put = async (room: Room, state: Held, subject: string, row: MemberRow | undefined): Promise<void> => {
  const member: MemberDoc | null = row ? JSON.parse(row.doc) : null
  room.memory?.states.grow(state.key, 1)
  state.members.set(subject, member)
  if (member) await refoldOther(room, state, subject)
}

const refoldOther = async (room: Room, state: Held, subject: string): Promise<void> => {
  const member = state.members.get(subject)
  const plan = member?.named?.plan ?? member?.loose?.plan ?? room.engine.plan
  if (plan === room.engine.plan) return
  const ahead = member ? room.memory?.ahead.take(member, room.engine.plan) : null
  if (member && ahead) Object.assign(member, ahead, { stale: false })
  else await refold(room, state, subject)
  const known = room.refolded.get(state)
  if (known) known.add(subject)
  else room.refolded.set(state, new Set([subject]))
}

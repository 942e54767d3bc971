import type { OutboxRow } from '../commands.ts'
import type { Engine } from '../core/engine.ts'
import { advance, step } from '../core/step.ts'
import type { Entry, EventEntry, State, StepResult } from '../core/types.ts'
import type { Engines } from '../engines.ts'
import type { Book } from '../identity/book.ts'
import { judgedFrom } from './import-rest.ts'
import { note, type Record } from './record.ts'
import { type Held, load, type Room, refoldOthers, stateAt, stateOf } from './room.ts'

/** One transaction under way. */
export type Work = {
  readonly room: Room
  readonly engines: Engines
  readonly book: Book
  readonly record: Record
  readonly publicUrl: string
  readonly channels: readonly OutboxRow['channel'][]
}

/** The core threw, which it never should. The state may be half changed: roll back and forget it. */
export class StepFailed extends Error {
  readonly account: string
  constructor(account: string, cause: unknown) {
    super(`The core failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.account = account
  }
}

/** The account's state, judged by the model in force; rejects with NotHeld when it would have to be locked. */
export const heldAt = async (work: Work, account: string): Promise<Held> => {
  const held = stateAt(work.room, account) ?? (await stateOf(work.room, account))
  if (isBehind(held, work.room.engine)) await adopt(work, held)
  return held
}

/** The same if nothing must be read or judged for it. */
export const atHand = ({ room }: Work, account: string): Held | null => {
  const held = stateAt(room, account)
  return held && !isBehind(held, room.engine) ? held : null
}

/** Whether a newer model than the account was judged by is in force; a new account has nobody to judge. */
export const isBehind = ({ account }: Held, engine: Engine): boolean =>
  account.model !== 0 && account.model < engine.version

/**
 * Judges an account by the models that were published since it was last looked at: each in turn, at the instant of its
 * publication, so that it does not matter when this happens. While an account is imported only its events move its
 * clock: there the models hold from where it stands.
 */
const adopt = async (work: Work, held: Held): Promise<void> => {
  const { engines, room } = work
  for (let version = held.account.model + 1; version <= room.engine.version; version++) {
    const since = judgedFrom(held.account, await engines.since(version))
    await liveOn(under(work, await engines.at(version - 1)), held, since)
    const next = under(work, await engines.at(version))
    await refoldOthers(next.room, held)
    await liveOn(next, held, since)
  }
  room.memory?.awaiting.delete(held.key)
}

const under = (work: Work, engine: Engine): Work => ({ ...work, room: { ...work.room, engine } })

/** Takes one entry into its account. Answers why a lead action was refused, else null. */
export const take = async (work: Work, entry: Entry): Promise<string | null> => {
  const held = await heldAt(work, entry.account)
  work.record.atOnce.add(held)
  return settle(work, held, () => step(held, entry, work.room.engine), entry)
}

/**
 * The same for an event by itself: the journal holds all that its profiles need, so they may be written later. Null: it
 * is done; only what must be read first is waited for.
 */
export const takeForLater = (work: Work, held: Held, entry: EventEntry): Promise<void> | null => {
  const run = () => step(held, entry, work.room.engine)
  const result = attempt(held, run)
  if (result.kind === 'needs') return settle(work, held, run, entry).then(() => undefined)
  finish(work, held, result, entry)
  return null
}

/** An event that was taken in before is taken in again, by the model that judged it then. */
export const takeAgain = async (work: Work, entry: EventEntry, model: number): Promise<void> => {
  const held = stateAt(work.room, entry.account) ?? (await stateOf(work.room, entry.account))
  const then = under(work, await work.engines.at(model))
  await settle(then, held, () => step(held, entry, then.room.engine), entry)
}

/** Lets an account live through every due instant up to `until`. */
export const liveOn = async (work: Work, held: Held, until: number): Promise<void> => {
  work.record.atOnce.add(held)
  await settle(work, held, () => advance(held, until, work.room.engine), held)
}

/** Steps, loading whom that takes, and notes what came of it. */
const settle = async (
  work: Work,
  held: Held,
  run: () => StepResult,
  { seq }: { readonly seq: number },
): Promise<string | null> => {
  let result = attempt(held, run)
  while (result.kind === 'needs') {
    await load(work.room, held, result)
    result = attempt(held, run)
  }
  finish(work, held, result, { seq })
  return result.refused
}

const finish = (
  { record }: Work,
  held: Held,
  result: Extract<StepResult, { kind: 'done' }>,
  { seq }: { readonly seq: number },
): void => {
  // What an event moves beforehand is numbered between it and its predecessor.
  held.seq = Math.max(held.seq, Math.ceil(seq))
  note(record, held, result)
}

const attempt = (state: State, run: () => StepResult): StepResult => {
  try {
    return run()
  } catch (cause) {
    throw new StepFailed(state.key, cause)
  }
}

import type { OutboxRow } from '../commands.ts'
import { advance, step } from '../core/step.ts'
import type { Entry, EventEntry, State, StepResult } from '../core/types.ts'
import type { Book } from '../identity/book.ts'
import { note, type Record } from './record.ts'
import { type Held, load, type Room, stateAt, stateOf } from './room.ts'

/** One transaction under way. */
export type Work = {
  readonly room: Room
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

/** Takes one entry into its account. Answers why a lead action was refused, else null. */
export const take = async (work: Work, entry: Entry): Promise<string | null> => {
  const held = stateAt(work.room, entry.account) ?? (await stateOf(work.room, entry.account))
  work.record.atOnce.add(held)
  return settle(work, held, () => step(held, entry, work.room.engine), entry)
}

/** The same for an event by itself: the journal holds all that its profiles need, so they may be written later. */
export const takeForLater = async (work: Work, entry: EventEntry): Promise<void> => {
  const held = stateAt(work.room, entry.account) ?? (await stateOf(work.room, entry.account))
  await settle(work, held, () => step(held, entry, work.room.engine), entry)
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
  // What an event moves beforehand is numbered between it and its predecessor.
  held.seq = Math.max(held.seq, Math.ceil(seq))
  note(work.record, held, result, work.room.now)
  return result.refused
}

const attempt = (state: State, run: () => StepResult): StepResult => {
  try {
    return run()
  } catch (cause) {
    throw new StepFailed(state.key, cause)
  }
}

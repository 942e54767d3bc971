import type { OutboxRow } from '../commands.ts'
import { advance, step } from '../core/step.ts'
import type { Entry, State, StepResult } from '../core/types.ts'
import type { Book } from '../identity/book.ts'
import { note, type Record } from './record.ts'
import { load, type Room, stateAt, stateOf } from './room.ts'

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
    super(
      `The core failed in account ${account}: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    )
    this.account = account
  }
}

/** Takes one entry into its account. Answers why a lead action was refused, else null. */
export const take = async (work: Work, entry: Entry): Promise<string | null> => {
  const { room } = work
  const state = stateAt(room, entry.account) ?? (await stateOf(room, entry.account))
  return settle(work, state, () => step(state, entry, room.engine))
}

/** Lets an account live through every due instant up to `until`. */
export const liveOn = async (work: Work, state: State, until: number): Promise<void> => {
  await settle(work, state, () => advance(state, until, work.room.engine))
}

/** Steps, loading whom that takes, and notes what came of it. */
const settle = async (work: Work, state: State, run: () => StepResult): Promise<string | null> => {
  let result = attempt(state, run)
  while (result.kind === 'needs') {
    await load(work.room, state, result)
    result = attempt(state, run)
  }
  note(work.record, state, result)
  return result.refused
}

const attempt = (state: State, run: () => StepResult): StepResult => {
  try {
    return run()
  } catch (cause) {
    throw new StepFailed(state.key, cause)
  }
}

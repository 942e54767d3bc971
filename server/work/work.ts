import type { OutboxRow } from '../commands.ts'
import { step } from '../core/step.ts'
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
  const { room, record } = work
  const state = stateAt(room, entry.account) ?? (await stateOf(room, entry.account))
  let result = tryStep(state, entry, room)
  while (result.kind === 'needs') {
    await load(room, state, result)
    result = tryStep(state, entry, room)
  }
  note(record, state, result, work.publicUrl)
  return result.refused
}

const tryStep = (state: State, entry: Entry, room: Room): StepResult => {
  try {
    return step(state, entry, room.engine)
  } catch (cause) {
    throw new StepFailed(entry.account, cause)
  }
}

import type { LaneNews } from './commands.ts'
import { advance as advanceState } from './core/step.ts'
import type { State } from './core/types.ts'
import { dueAccounts, nextDueAt, postpone } from './store/accounts.ts'
import { MINUTE } from './wire/limits.ts'
import { note } from './work/record.ts'
import { load, stateOf } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import { StepFailed, type Work } from './work/work.ts'

/** Accounts that share a transaction; few, so that ingest never waits long for one of them. */
const TOGETHER = 50
/** An account that cannot be advanced is tried again after this. */
const POSTPONED = 10 * MINUTE

export type Advanced = {
  readonly advanced: number
  readonly more: boolean
  readonly nextDueAt: number | null
}

/** Lets accounts live through the instants that have come: somebody lapses, an SLA is breached, a new model judges. */
export const advance = async (
  tools: Tools,
  { now, atMost }: { readonly now: number; readonly atMost: number },
  onNews: (news: LaneNews) => void,
): Promise<Advanced> => {
  const keys = await dueAccounts(tools.store.db, { now, atMost })
  for (let from = 0; from < keys.length; from += TOGETHER)
    for (const news of await advanceSome(tools, keys.slice(from, from + TOGETHER), now)) onNews(news)
  return {
    advanced: keys.length,
    more: keys.length === atMost,
    nextDueAt: await nextDueAt(tools.store.db),
  }
}

const advanceSome = async (tools: Tools, keys: readonly string[], now: number): Promise<LaneNews[]> => {
  if (keys.length === 0) return []
  try {
    const { news } = await transact(tools, { accounts: keys, now }, async (work) => {
      for (const key of keys) await advanceOne(work, await stateOf(work.room, key), now)
    })
    return [news]
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    await postpone(tools.store.db, error.account, now + POSTPONED)
    return advanceSome(
      tools,
      keys.filter((key) => key !== error.account),
      now,
    )
  }
}

/** Advances one account of the room to `until`, loading whom that takes. */
export const advanceOne = async (work: Work, state: State, until: number): Promise<void> => {
  const { room } = work
  let result = tryAdvance(work, state, until)
  while (result.kind === 'needs') {
    await load(room, state, result)
    result = tryAdvance(work, state, until)
  }
  note(work.record, state, result, work.publicUrl)
}

const tryAdvance = (work: Work, state: State, until: number) => {
  try {
    return advanceState(state, until, work.room.engine)
  } catch (cause) {
    throw new StepFailed(state.key, cause)
  }
}

import type { LaneNews } from './commands.ts'
import { earlier } from './core/time.ts'
import { dueAccounts, nextDueAt, postpone } from './store/accounts.ts'
import { MINUTE } from './wire/limits.ts'
import { type Tools, transact } from './work/transact.ts'
import { heldAt, liveOn, StepFailed } from './work/work.ts'

/** Accounts that share a transaction; few, so that ingest never waits long for one of them. */
const TOGETHER = 50
/** An account that cannot be advanced is tried again after this. */
const POSTPONED = 10 * MINUTE

export type Advanced = {
  readonly advanced: number
  readonly more: boolean
  readonly nextDueAt: number | null
}

/** Lets accounts live through the instants that have come: somebody lapses, an SLA is breached. */
export const advance = async (
  tools: Tools,
  { now, atMost }: { readonly now: number; readonly atMost: number },
  onNews: (news: LaneNews) => void,
): Promise<Advanced> => {
  const lag = tools.memory?.lag.profiles
  const stored = await dueAccounts(tools.store.db, { now, atMost })
  const keys = [...new Set([...stored, ...(lag?.dueBy(now).slice(0, atMost) ?? [])])]
  for (let from = 0; from < keys.length; from += TOGETHER)
    for (const news of await advanceSome(tools, keys.slice(from, from + TOGETHER), now)) onNews(news)
  return {
    advanced: keys.length,
    more: keys.length >= atMost,
    nextDueAt: earlier(await nextDueAt(tools.store.db), lag?.nextDueAt() ?? null),
  }
}

const advanceSome = async (tools: Tools, keys: readonly string[], now: number): Promise<LaneNews[]> => {
  if (keys.length === 0) return []
  try {
    const { news } = await transact(tools, { accounts: keys, now }, async (work) => {
      for (const key of keys) await liveOn(work, await heldAt(work, key), now)
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

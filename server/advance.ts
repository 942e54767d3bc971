import type { LaneNews } from './commands.ts'
import { earlier } from './core/time.ts'
import { claimDueAccounts, dueAccounts, nextDueAt, postpone } from './store/accounts.ts'
import type { Store } from './store/store.ts'
import { MINUTE, SECOND } from './wire/limits.ts'
import { type Tools, transact } from './work/transact.ts'
import { heldAt, liveOn, StepFailed } from './work/work.ts'

/** Accounts that share a transaction; few, so that ingest never waits long for one of them. */
const TOGETHER = 50
/** Longer than waking all that were claimed takes: only a server that died leaves a lease to expire. */
const LEASE = 15 * SECOND
/** An account that cannot be advanced is tried again after this. */
const POSTPONED = 10 * MINUTE

export type Advanced = {
  readonly advanced: number
  readonly more: boolean
  readonly nextDueAt: number | null
}

/** Who hears what came of it, and what could not be done beside the rest. */
export type Listeners = {
  readonly onNews: (news: LaneNews) => void
  readonly onFault: (error: unknown) => void
}

/** Lets accounts live through the instants that have come: somebody lapses, an SLA is breached. */
export const advance = async (
  tools: Tools,
  { now, atMost }: { readonly now: number; readonly atMost: number },
  { onNews, onFault }: Listeners,
): Promise<Advanced> => {
  const lag = tools.memory?.lag.profiles
  const stored = await dueNow(tools.store, { now, atMost })
  const keys = [...new Set([...stored, ...(lag?.dueBy(now).slice(0, atMost) ?? [])])]
  for (let from = 0; from < keys.length; from += TOGETHER)
    for (const news of await advanceSome(tools, { keys: keys.slice(from, from + TOGETHER), now, onFault }))
      onNews(news)
  const next = earlier(await nextDueAt(tools.store.db), lag?.nextDueAt() ?? null)
  // What is overdue and was not to be had is being woken by another server: looking at once would be looking all the time.
  const isElsewhere = tools.store.dialect === 'postgres' && next !== null && next <= now
  return {
    advanced: keys.length,
    more: keys.length >= atMost,
    nextDueAt: isElsewhere ? now + SECOND : next,
  }
}

/** A file has one server; of several on Postgres each takes its own share. */
const dueNow = (
  { db, dialect }: Store,
  asked: { readonly now: number; readonly atMost: number },
): Promise<string[]> =>
  dialect === 'sqlite' ? dueAccounts(db, asked) : claimDueAccounts(db, { ...asked, leaseAfter: LEASE })

type Some = Pick<Listeners, 'onFault'> & { readonly keys: readonly string[]; readonly now: number }

const advanceSome = async (tools: Tools, { keys, now, onFault }: Some): Promise<LaneNews[]> => {
  if (keys.length === 0) return []
  try {
    const { news } = await transact(tools, { accounts: keys, now }, async (work) => {
      for (const key of keys) await liveOn(work, await heldAt(work, key), now)
    })
    return [news]
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    onFault(error)
    await postpone(tools.store.db, error.account, now + POSTPONED)
    return advanceSome(tools, { keys: keys.filter((key) => key !== error.account), now, onFault })
  }
}

import { writeLag } from '../store/journal.ts'
import { NO_LAG } from './lag.ts'
import { writeMessages, writeProfiles } from './record.ts'
import { recover } from './recover.ts'
import type { Held } from './room.ts'
import { type Tools, transact } from './transact.ts'

/** Writes all that waits; afterwards every table is what the journal says. */
export const flush = async (tools: Tools): Promise<void> => {
  const { memory, store } = tools
  if (!memory) return
  if (memory.isLost) await recover(tools, memory)
  const { lag } = memory
  const all = lag.everything()
  if (all.profiles.size === 0 && all.messages.length === 0 && !lag.isMoved(all)) return
  await store.transaction(async (session) => {
    await writeProfiles(session, all.profiles)
    await writeMessages(session, all.messages)
    await writeLag(session, NO_LAG)
  })
  lag.clear(NO_LAG)
}

/** Writes what waits and empties the memory: it may hold who is going to be, or was, erased. */
export const forget = async (tools: Tools): Promise<void> => {
  await flush(tools)
  if (tools.memory) tools.memory.isLost = true
  tools.kept?.clear()
}

/** Writes what waits of these accounts, for whoever is going to read them. */
export const freshen = async (
  tools: Tools,
  which: (lag: Lagging) => readonly (Held | undefined)[],
): Promise<void> => {
  const { memory } = tools
  if (!memory) return
  if (memory.isLost) await recover(tools, memory)
  const late = which(memory.lag.profiles).filter((held) => held !== undefined)
  if (late.length === 0) return
  await transact(tools, { accounts: [], now: 0 }, async ({ record }) => {
    for (const held of late) record.atOnce.add(held)
  })
}

type Lagging = NonNullable<Tools['memory']>['lag']['profiles']

/** Writes the next share of a round, if one is due or under way: for quiet times, in which no commit does. */
export const writeShare = async (tools: Tools, now: number): Promise<void> => {
  if (tools.memory) await transact(tools, { accounts: [], now }, async () => undefined)
}

import { journalAt } from '../store/journal.ts'
import { freshen } from '../work/flush.ts'
import type { Tools } from '../work/transact.ts'
import type { Look } from './read.ts'

/** Views of the installation as of an instant. */
export const createLook =
  (tools: Tools) =>
  (now: number): Look => ({
    store: tools.store,
    engine: tools.engines.current(),
    now,
    freshen: ({ accounts = [], subject }) =>
      freshen(tools, (late) => [
        ...accounts.map(late.heldAt),
        ...(subject === undefined ? [] : late.heldOf(subject)),
      ]),
    unindexed: (senders) => {
      const messages = tools.memory ? senders.flatMap(tools.memory.lag.messages.of) : []
      return messages.length === 0
        ? Promise.resolve([])
        : tools.store.read((session) => journalAt(session, messages))
    },
  })

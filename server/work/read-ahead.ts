import { setImmediate as turn } from 'node:timers/promises'
import type { Memory } from './memory.ts'
import { type Held, loadSome, stateAt } from './room.ts'
import { type Tools, transact } from './transact.ts'
import { isBehind } from './work.ts'

/** Accounts of fewer people are read in one go; those of more would push out everybody else. */
const LARGE = 500
const TOO_LARGE = 20_000
/** Members that are read in one pass, which ingest does not notice. */
const AT_ONCE = 100

/**
 * Reads everybody of the large accounts that ingest works with, some at a time: whoever then publishes a model has the next
 * event there judge people who are at hand, and wait for no reading. Only for the single writer of a file.
 */
export const readAhead = async (tools: Tools, now: number): Promise<void> => {
  if (!tools.memory) return
  for (const held of largeOf(tools.memory)) {
    for (let after: string | null = ''; after !== null; ) {
      after = await readSome(tools, { held, after, now })
      await turn()
    }
  }
}

const largeOf = ({ states }: Memory): Held[] =>
  [...states.values()].filter(({ account: { sums }, loadedUntil }) => {
    return sums.members >= LARGE && sums.members <= TOO_LARGE && loadedUntil !== Number.POSITIVE_INFINITY
  })

type Place = { readonly held: Held; readonly after: string; readonly now: number }

/** One pass; answers up to whom it came, null when nothing is left to do: all were read, or the account made room. */
const readSome = async (tools: Tools, { held, after, now }: Place): Promise<string | null> => {
  const { result } = await transact(tools, { accounts: [], now, kind: 'repeatable' }, async ({ room }) => {
    if (stateAt(room, held.key) !== held || isBehind(held, room.engine)) return null
    return loadSome(room, held, { after, atMost: AT_ONCE })
  })
  return result
}

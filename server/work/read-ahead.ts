import { compile, type Engine } from '../core/engine.ts'
import type { Model } from '../wire/model.ts'
import { createFoldedAhead } from './folded-ahead.ts'
import { type Memory, PROFILES } from './memory.ts'
import { foldAnew } from './refold.ts'
import { type Held, loadSome, stateAt } from './room.ts'
import { type Tools, transact } from './transact.ts'
import { isBehind, type Work } from './work.ts'

/** Accounts of fewer people are read in one go; those of more would push out everybody else. */
const LARGE = 500
const TOO_LARGE = 20_000
/** Members that are read, or folded anew, in one pass, which ingest does not notice. */
const READ_AT_ONCE = 100
const FOLDED_AT_ONCE = 20

/** A model that is about to be published; `begun` goes on with a reading, null begins one. */
export type Coming = { readonly model: Model; readonly now: number; readonly begun: number | null }

/**
 * Reads everybody of the large accounts that ingest works with, and folds anew those whom the model has counted
 * otherwise, some at a time: when it is in force, the next event there judges people who are at hand, and waits for no
 * reading. Each call is one short pass; it answers with what to call again, null when all is read, or when another
 * reading began meanwhile. Only for the single writer of a file.
 */
export const createReadAhead = (tools: Tools): ((coming: Coming) => Promise<number | null>) => {
  const { memory } = tools
  let latest = 0
  let passes: ReturnType<typeof readAll> | null = null
  return async ({ begun, ...coming }) => {
    if (!memory) return null
    if (begun === null) {
      latest++
      passes = readAll({ ...tools, memory }, coming)
    } else if (begun !== latest) return null
    return (await passes?.next())?.done === false ? latest : null
  }
}

type Reading = Omit<Coming, 'begun'>

async function* readAll(
  tools: Tools & { readonly memory: Memory },
  { model, now }: Reading,
): AsyncGenerator<undefined, void> {
  const { memory, engines } = tools
  memory.ahead = createFoldedAhead()
  memory.awaiting.clear()
  const next = compile(model, engines.current().version + 1)
  const large = largeOf(memory)
  // All at once: one that came to be read anew meanwhile would be another, and this one out of date.
  for (const held of large) memory.awaiting.set(held.key, held)
  for (const held of large) {
    const pass = createPass(tools, held, now)
    let after = held.loadedUntil === Number.POSITIVE_INFINITY ? null : ''
    for (; after !== null; yield)
      after = await pass(({ room }) => loadSome(room, held, { after: after ?? '', atMost: READ_AT_ONCE }))
    if (next.plan === engines.current().plan) continue
    const subjects = [...held.members.keys()]
    for (let from = 0; from < subjects.length; from += FOLDED_AT_ONCE, yield)
      await pass((work) => foldSome(work, held, next, subjects.slice(from, from + FOLDED_AT_ONCE)))
  }
}

/** As many as may be at hand together. */
const largeOf = ({ states }: Memory): Held[] => {
  let left = PROFILES
  return [...states.values()].filter(({ account: { sums } }) => {
    if (sums.members < LARGE || sums.members > Math.min(left, TOO_LARGE)) return false
    left -= sums.members
    return true
  })
}

/** Runs something short while nothing else does; null when the account is not what it was any more. */
const createPass =
  (tools: Tools, held: Held, now: number) =>
  async <T>(run: (work: Work) => Promise<T | null>): Promise<T | null> => {
    const asked = { accounts: [], now, kind: 'repeatable' } as const
    const { result } = await transact(tools, asked, async (work) =>
      stateAt(work.room, held.key) === held && !isBehind(held, work.room.engine) ? run(work) : null,
    )
    return result
  }

const foldSome = async (
  { room }: Work,
  held: Held,
  engine: Engine,
  subjects: readonly string[],
): Promise<null> => {
  for (const subject of subjects) {
    const member = held.members.get(subject)
    if (member) room.memory?.ahead.note(member, await foldAnew({ ...room, engine }, held, subject))
  }
  return null
}

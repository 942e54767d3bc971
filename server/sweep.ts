import type { Kysely } from 'kysely'
import type { LaneNews } from './commands.ts'
import { countAccounts, pageAccounts } from './store/accounts.ts'
import { exchangeSetting, readSetting, replaceSetting } from './store/settings.ts'
import type { Tables } from './store/tables.ts'
import { type Held, stateOf } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import { heldAt, isBehind, StepFailed, type Work } from './work/work.ts'

/** How far everybody has been judged by the newest model. */
export type Sweep = {
  readonly version: number
  /** The account up to which, in order of keys, all are judged. */
  readonly after: string
  readonly done: number
  readonly total: number
  readonly startedAt: number
  readonly finishedAt: number | null
}

const NAME = 'sweep'
/** Accounts that share a transaction at most, and members after which it ends: a pass that ingest does not notice. */
const ACCOUNTS = 40
const MEMBERS = 150

export const readSweep = async (db: Kysely<Tables>): Promise<Sweep | null> => {
  const text = await readSetting(db, NAME)
  return text === null ? null : JSON.parse(text)
}

/** From now on everybody is to be judged by this version; a sweep that was under way ends here. */
export const beginSweep = async (
  db: Kysely<Tables>,
  { version, now }: { readonly version: number; readonly now: number },
): Promise<void> => {
  const total = await countAccounts(db)
  const sweep: Sweep = { version, after: '', done: 0, total, startedAt: now, finishedAt: null }
  await replaceSetting(db, NAME, JSON.stringify(sweep))
}

/**
 * One bounded pass over the accounts that the newest model has not judged yet; true = there is more to do. Any number
 * of processes may sweep: judging an account twice changes nothing, and only the first one moves the mark.
 */
export const sweepOn = async (
  tools: Tools,
  now: number,
  onNews: (news: LaneNews) => void,
): Promise<boolean> => {
  const text = await readSetting(tools.store.db, NAME)
  if (text === null) return false
  const sweep: Sweep = JSON.parse(text)
  if (sweep.finishedAt !== null) return false
  if (sweep.version > tools.engines.current().version) await tools.engines.refresh()
  const keys = await pageAccounts(tools.store.db, sweep.after, ACCOUNTS)
  const judged = await judge(tools, keys.length > 0 ? keys : unwritten(tools), { now, onNews })
  const isOver = keys.length === 0
  const next: Sweep = {
    ...sweep,
    after: isOver ? sweep.after : (keys[judged - 1] ?? sweep.after),
    done: Math.min(sweep.total, sweep.done + judged),
    finishedAt: isOver ? now : null,
  }
  await exchangeSetting(tools.store.db, {
    name: NAME,
    from: text,
    to: JSON.stringify(isOver ? finished(next) : next),
  })
  return !isOver
}

const finished = (sweep: Sweep): Sweep => ({ ...sweep, done: sweep.total })

/** Accounts that no page shows because they are not written yet. */
const unwritten = ({ memory, engines }: Tools): string[] =>
  [...(memory?.lag.everything().profiles.keys() ?? [])]
    .filter((held) => isBehind(held, engines.current()))
    .map(({ key }) => key)

type Told = { readonly now: number; readonly onNews: (news: LaneNews) => void }

/** Judges accounts in turn until it has been enough; answers how many. One that cannot be judged stays as it is. */
const judge = async (tools: Tools, keys: readonly string[], told: Told): Promise<number> => {
  const broken = new Set<string>()
  for (;;) {
    try {
      const good = keys.filter((key) => !broken.has(key))
      const { result, news } = await transact(tools, { accounts: good, now: told.now }, (work) =>
        judgeSome(work, keys, broken),
      )
      told.onNews(news)
      return result
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      broken.add(error.account)
    }
  }
}

const judgeSome = async (
  work: Work,
  keys: readonly string[],
  broken: ReadonlySet<string>,
): Promise<number> => {
  let members = 0
  for (const [index, key] of keys.entries()) {
    if (broken.has(key)) continue
    members += membersOf(await stateOf(work.room, key))
    await heldAt(work, key)
    if (members >= MEMBERS) return index + 1
  }
  return keys.length
}

const membersOf = ({ account }: Held): number => 1 + account.sums.members

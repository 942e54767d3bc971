import type { Kysely } from 'kysely'
import type { LaneNews } from './commands.ts'
import { countAccounts, pageAccounts } from './store/accounts.ts'
import { exchangeSetting, readSetting, replaceSetting } from './store/settings.ts'
import type { Tables } from './store/tables.ts'
import { stateAt } from './work/room.ts'
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
/** Accounts that share a transaction at most, and members after which it ends. */
const ACCOUNTS = 40
const MEMBERS = 200
/**
 * It ends after so many ms of judging, too, while events come in on the one connection to a file: two groups of them may
 * wait, so that one request can meet three passes. Writing takes about as long again; shorter ones would mostly begin and end.
 */
const JUDGES_FOR = 0.7

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
 * One bounded pass over the accounts that the newest model has not judged yet, a short one if `isAwaited`; true = there is
 * more to do. Any number of processes may sweep: judging an account twice changes nothing, and only the first one moves
 * the mark.
 */
export const sweepOn = async (
  tools: Tools,
  { now, isAwaited }: { readonly now: number; readonly isAwaited: boolean },
  onNews: (news: LaneNews) => void,
): Promise<boolean> => {
  const text = await readSetting(tools.store.db, NAME)
  if (text === null) return false
  const sweep: Sweep = JSON.parse(text)
  if (sweep.finishedAt !== null) return false
  if (sweep.version > tools.engines.current().version) await tools.engines.refresh()
  const page = await pageAccounts(tools.store.db, sweep.after, ACCOUNTS)
  const isAtEnd = page.length === 0
  const keys = isAtEnd ? unwritten(tools) : page
  const { news, result: after } = await judge(tools, keys, {
    sweep,
    text,
    now,
    isAtEnd,
    judgesFor: isAwaited ? JUDGES_FOR : Number.POSITIVE_INFINITY,
    broken: new Set(),
  })
  onNews(news)
  return after.finishedAt === null
}

type Pass = {
  readonly sweep: Sweep
  /** The mark as it was read. */
  readonly text: string
  readonly now: number
  /** No page is left; only whom no page shows. */
  readonly isAtEnd: boolean
  /** It ends after so many ms of judging, and at least one account. */
  readonly judgesFor: number
  /** Accounts that cannot be judged; they stay as they are. */
  readonly broken: Set<string>
}

/** Accounts that no page shows because they are not written yet. */
const unwritten = ({ memory, engines }: Tools): string[] =>
  [...(memory?.lag.everything().profiles.keys() ?? [])]
    .filter((held) => isBehind(held, engines.current()))
    .map(({ key }) => key)

/** Judges accounts in turn until it has been enough, and moves the mark, all in one transaction. */
const judge = async (
  tools: Tools,
  keys: readonly string[],
  pass: Pass,
): Promise<{ readonly news: LaneNews; readonly result: Sweep }> => {
  const accounts = keys.filter((key) => !pass.broken.has(key))
  try {
    // The single writer of a file locks nothing: it reads those whom the pass comes to.
    const asked = { accounts: tools.memory ? [] : accounts, now: pass.now, kind: 'repeatable' } as const
    return await transact(tools, asked, async (work) => {
      const judged = await judgeSome(work, keys, pass)
      const after = moved(pass, keys, judged)
      const to = JSON.stringify(after)
      await exchangeSetting(work.room.session.db, { name: NAME, from: pass.text, to })
      return after
    })
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    pass.broken.add(error.account)
    return judge(tools, keys, pass)
  }
}

const moved = ({ sweep, now, isAtEnd }: Pass, keys: readonly string[], judged: number): Sweep => {
  if (!isAtEnd) {
    const done = Math.min(sweep.total, sweep.done + judged)
    return { ...sweep, after: keys[judged - 1] ?? sweep.after, done }
  }
  return judged < keys.length ? sweep : { ...sweep, done: sweep.total, finishedAt: now }
}

const judgeSome = async (
  work: Work,
  keys: readonly string[],
  { broken, judgesFor }: Pass,
): Promise<number> => {
  const startedAt = performance.now()
  let members = 0
  for (const [index, key] of keys.entries()) {
    if (broken.has(key)) continue
    const isAtHand = stateAt(work.room, key) !== undefined
    const held = await heldAt(work, key)
    // Whom nobody asked for must not push out those whom ingest works with.
    if (!isAtHand) work.room.memory?.states.delete(key)
    members += 1 + held.members.size
    if (members >= MEMBERS || performance.now() - startedAt >= judgesFor) return index + 1
  }
  return keys.length
}

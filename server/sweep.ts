import type { Kysely } from 'kysely'
import type { Listeners } from './advance.ts'
import type { LaneNews } from './commands.ts'
import type { Judged } from './judge.ts'
import type { JudgedAhead, Stretch } from './judged-ahead.ts'
import { countAccounts, pageAccounts } from './store/accounts.ts'
import { exchangeSetting, readSetting, replaceSetting } from './store/settings.ts'
import type { Tables } from './store/tables.ts'
import { writeDecisions, writeProfileRows } from './work/record.ts'
import { stateAt } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import { heldAt, StepFailed, type Work } from './work/work.ts'

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
/** Accounts that share a transaction at most, and documents after which it ends; while events come in, after fewer. */
const ACCOUNTS = 40
const DOCUMENTS = 200
const FEW = 90
/**
 * It ends after so many ms of judging, too, while events come in on the one connection to a file: two groups of them may
 * wait, so that one request can meet three passes. Writing takes about as long again; shorter ones would mostly begin and end.
 */
const JUDGES_FOR = 0.7
/** Between two passes that only write what was judged ahead, events have the lane to themselves for so long (ms). */
const RESTS_FOR = 4

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

type Asked = {
  readonly now: number
  /** Events are coming in: the pass is to be a short one. */
  readonly isAwaited: boolean
  /** Who judges ahead; null = nobody. */
  readonly ahead: JudgedAhead | null
}

/**
 * One bounded pass over the accounts that the newest model has not judged yet; answers after how many ms to go on, null
 * when all are judged. Any number of processes may sweep: judging an account twice changes nothing, and only the first
 * one moves the mark.
 */
export const sweepOn = async (
  tools: Tools,
  { now, isAwaited, ahead }: Asked,
  { onNews, onFault }: Listeners,
): Promise<number | null> => {
  const text = await readSetting(tools.store.db, NAME)
  const sweep: Sweep | null = text === null ? null : JSON.parse(text)
  if (text === null || sweep === null || sweep.finishedAt !== null) {
    void ahead?.rest()
    return null
  }
  if (sweep.version > tools.engines.current().version) await tools.engines.refresh()
  const helper = ahead && (await isWorth(tools, ahead, sweep)) ? ahead : null
  const stretch = helper ? await helper.next(tools, sweep, now) : await nobodyAhead(tools, sweep)
  if (stretch === null) return RESTS_FOR
  const { news, result } = await judge(tools, stretch.keys, {
    sweep,
    text,
    now,
    onFault,
    aheadOf: stretch.aheadOf,
    judgesFor: isAwaited ? JUDGES_FOR : Number.POSITIVE_INFINITY,
    documents: isAwaited ? FEW : DOCUMENTS,
    broken: new Set(),
  })
  for (const one of [news, ...result.told]) onNews(one)
  if (result.after.finishedAt !== null) return null
  return helper && isAwaited ? RESTS_FOR : 0
}

/** Whom another plan folded only the lane can fold anew: it alone knows all events. */
const isWorth = async ({ engines }: Tools, ahead: JudgedAhead, sweep: Sweep): Promise<boolean> =>
  ahead.isWorth(sweep.total) && (await engines.at(sweep.version - 1)).plan === engines.current().plan

const nobodyAhead = async ({ store }: Tools, { after }: Sweep): Promise<Stretch> => ({
  keys: await pageAccounts(store.db, after, ACCOUNTS),
  aheadOf: () => undefined,
})

type Pass = {
  readonly sweep: Sweep
  /** The mark as it was read. */
  readonly text: string
  readonly now: number
  readonly onFault: Listeners['onFault']
  readonly aheadOf: Stretch['aheadOf']
  readonly documents: number
  /** It ends after so many ms of judging, and at least one account. */
  readonly judgesFor: number
  /** Accounts that cannot be judged; they stay as they are. */
  readonly broken: Set<string>
}

/** How far the sweep is after a pass, and what those judged ahead have to tell. */
type Done = { readonly after: Sweep; readonly told: readonly LaneNews[] }

/** Judges accounts in turn until it has been enough, and moves the mark, all in one transaction. */
const judge = async (
  tools: Tools,
  keys: readonly string[],
  pass: Pass,
): Promise<{ readonly news: LaneNews; readonly result: Done }> => {
  const accounts = keys.filter((key) => !pass.broken.has(key))
  try {
    // The single writer of a file locks nothing: it reads those whom the pass comes to.
    const asked = { accounts: tools.memory ? [] : accounts, now: pass.now, kind: 'repeatable' } as const
    return await transact(tools, asked, async (work) => {
      const { count, ready } = await judgeSome(work, keys, pass)
      const after = moved(pass, keys, count)
      await writeJudged(work, ready)
      const to = JSON.stringify(after)
      await exchangeSetting(work.room.session.db, { name: NAME, from: pass.text, to })
      return { after, told: ready.map(({ news }) => news) }
    })
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    pass.onFault(error)
    pass.broken.add(error.account)
    return judge(tools, keys, pass)
  }
}

/** No account is left: all are judged. Each has its row from its first event on, however late its profiles are written. */
const moved = ({ sweep, now }: Pass, keys: readonly string[], judged: number): Sweep =>
  keys.length === 0
    ? { ...sweep, done: sweep.total, finishedAt: now }
    : { ...sweep, after: keys[judged - 1] ?? sweep.after, done: Math.min(sweep.total, sweep.done + judged) }

/** Judges accounts until it has been enough: how many, and those of them that are judged already and only to be written. */
const judgeSome = async (
  work: Work,
  keys: readonly string[],
  { broken, judgesFor, documents, aheadOf }: Pass,
): Promise<{ readonly count: number; readonly ready: readonly Judged[] }> => {
  const startedAt = performance.now()
  const ready: Judged[] = []
  let touched = 0
  for (const [index, key] of keys.entries()) {
    if (broken.has(key)) continue
    const isAtHand = stateAt(work.room, key) !== undefined
    const judged = isAtHand ? undefined : aheadOf(key)
    if (judged) ready.push(judged)
    touched += 1 + (judged ? judged.profiles.members.length : await judgeNow(work, key, isAtHand))
    if (touched >= documents || performance.now() - startedAt >= judgesFor) return { count: index + 1, ready }
  }
  return { count: keys.length, ready }
}

/** Answers how many members there are. */
const judgeNow = async (work: Work, key: string, isAtHand: boolean): Promise<number> => {
  const { members } = await heldAt(work, key)
  // Whom nobody asked for must not push out those whom ingest works with.
  if (!isAtHand) work.room.memory?.states.delete(key)
  return members.size
}

const writeJudged = async ({ room: { session } }: Work, ready: readonly Judged[]): Promise<void> => {
  if (ready.length === 0) return
  await writeProfileRows(session, {
    members: ready.flatMap(({ profiles }) => profiles.members),
    gone: ready.flatMap(({ profiles }) => profiles.gone),
    accounts: ready.flatMap(({ profiles }) => profiles.accounts),
  })
  await writeDecisions(session, {
    leads: ready.flatMap(({ decided }) => decided.leads),
    decisions: ready.flatMap(({ decided }) => decided.decisions),
    messages: ready.flatMap(({ decided }) => decided.messages),
  })
}

import type { Judged } from './judge.ts'
import type { Judges } from './judges.ts'
import { pageAccounts } from './store/accounts.ts'
import type { Sweep } from './sweep.ts'
import type { Memory } from './work/memory.ts'
import type { Tools } from './work/transact.ts'

/** Accounts that are judged in one go: long enough to be worth the message. */
const PAGE = 100
/** One page is written while the next is judged. */
const UNDER_WAY = 2

type Page = {
  readonly version: number
  readonly keys: readonly string[]
  /** Accounts that were read into memory since it was asked for, and may have changed. */
  readonly read: Set<string>
  /** Null while they are being judged. */
  judged: ReadonlyMap<string, Judged> | null
}

/** Accounts after the mark of a sweep, in order. */
export type Stretch = {
  readonly keys: readonly string[]
  /** What judging this one changes, if that is known and still true. */
  readonly aheadOf: (key: string) => Judged | undefined
}

export type JudgedAhead = ReturnType<typeof createJudgedAhead>

/**
 * Keeps other judges a page or two ahead of a sweep. Only for the single writer of a file. Judges that fail are not asked
 * again before everybody is judged: the lane does what is left.
 */
export const createJudgedAhead = (judges: Judges, memory: Memory, onFault: (error: unknown) => void) => {
  let pages: Page[] = []
  let isOut = false

  const drop = (gone: readonly Page[]): void => {
    for (const { read } of gone) memory.watches.delete(read)
    pages = pages.filter((page) => !gone.includes(page))
  }

  const giveUp = (page: Page, error: unknown): void => {
    page.judged = new Map()
    if (!isOut)
      onFault(new Error('No accounts are judged ahead for now: the lane judges them all.', { cause: error }))
    isOut = true
  }

  const ask = async ({ store, engines }: Tools, after: string, now: number): Promise<boolean> => {
    const keys = await pageAccounts(store.db, after, PAGE)
    if (keys.length === 0) return false
    const { version } = engines.current()
    const page: Page = { version, keys, read: new Set(), judged: null }
    pages.push(page)
    memory.watches.add(page.read)
    const { states, lag, awaiting } = memory
    const isAtHand = (key: string) => states.has(key) || lag.profiles.heldAt(key) || awaiting.has(key)
    const asked = { version, keys: keys.filter((key) => !isAtHand(key)), now }
    void judges.judge(asked).then(
      (all) => (page.judged = new Map(all.map((judged) => [judged.key, judged]))),
      (error) => giveUp(page, error),
    )
    return true
  }

  return {
    /** Whether it is worth asking for so many accounts. */
    isWorth: (accounts: number): boolean => !isOut && accounts >= judges.worthFrom,

    /** The accounts that come next, none at the end; null while they are being judged. */
    next: async (tools: Tools, sweep: Sweep, now: number): Promise<Stretch | null> => {
      const isPast = ({ version, keys, read }: Page) =>
        version !== sweep.version || keys.at(-1) === sweep.after || !memory.watches.has(read)
      drop(pages.filter(isPast))
      while (pages.length < UNDER_WAY)
        if (!(await ask(tools, pages.at(-1)?.keys.at(-1) ?? sweep.after, now))) break
      const [page] = pages
      if (!page) return { keys: [], aheadOf: () => undefined }
      if (!page.judged) return null
      const { keys, read, judged } = page
      return {
        keys: keys.slice(keys.indexOf(sweep.after) + 1),
        // Memory may have been lost only just now, and with it who changed.
        aheadOf: (key) => (memory.watches.has(read) && !read.has(key) ? judged.get(key) : undefined),
      }
    },

    /** There is nobody to be judged. */
    rest: async (): Promise<void> => {
      drop(pages)
      isOut = false
      await judges.rest()
    },
  }
}

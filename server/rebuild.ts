import { memberOf, miscredited, reckon } from './core/fold.ts'
import type { AccountDoc, MemberDoc, State } from './core/types.ts'
import { type Fold, foldBases, foldPage, freshState, startFold } from './fold-journal.ts'
import { type Book, canonicalOf } from './identity/book.ts'
import { countAccounts, pageAccounts } from './store/accounts.ts'
import { holdBase } from './store/base.ts'
import { JOURNAL_START, type JournalPlace } from './store/journal.ts'
import { retentionMark } from './store/retention.ts'
import type { RebuildPass } from './wire/operations.ts'
import { flush } from './work/flush.ts'
import { note } from './work/record.ts'
import { type Held, load } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import { heldAt, type Work } from './work/work.ts'

/** Accounts folded in one walk along the journal, and corrected in one pass. */
const ACCOUNTS = 2000
const TOGETHER = 20
/** Walks for accounts that changed meanwhile; what is left then is folded while it is held. */
const WALKS = 3

/**
 * Folds every profile anew from the journal and corrects those that differ. Leads and messages stay as they are, and
 * what is right is not written, so it keeps its bytes. It goes in passes that ingest does not notice: each call is one.
 */
export const createRebuild = (tools: Tools): ((now: number) => Promise<RebuildPass>) => {
  let under: AsyncGenerator<RebuildPass, RebuildPass> | null = null
  return async (now) => {
    under ??= walk(tools, now)
    try {
      const { value, done } = await under.next()
      if (done === true) under = null
      return value
    } catch (error) {
      under = null
      throw error
    }
  }
}

async function* walk(tools: Tools, now: number): AsyncGenerator<RebuildPass, RebuildPass> {
  await flush(tools)
  const total = await countAccounts(tools.store.db)
  const sum = { members: 0, changed: 0, done: 0 }
  for (let after = ''; ; ) {
    const keys = await pageAccounts(tools.store.db, after, ACCOUNTS)
    const last = keys.at(-1)
    if (last === undefined) return { ...sum, total: sum.done, isOver: true }
    for await (const part of rebuildThese({ tools, now }, keys)) {
      sum.members += part.members
      sum.changed += part.changed
      sum.done += part.done
      yield { ...sum, total: Math.max(total, sum.done), isOver: false }
    }
    after = last
  }
}

type Job = { readonly tools: Tools; readonly now: number }
type Part = { readonly members: number; readonly changed: number; readonly done: number }
const NOTHING: Part = { members: 0, changed: 0, done: 0 }

/** Folds along the journal while events come in, then corrects; accounts that changed meanwhile come round again. */
async function* rebuildThese(job: Job, keys: readonly string[]): AsyncGenerator<Part> {
  let left = keys
  for (let round = 1; left.length > 0; round++) {
    if (round > WALKS) {
      yield await rebuildHeld(job, left)
      return
    }
    const fold = await startFold(job.tools, left)
    while (await fold.goOn()) yield NOTHING
    const changed: string[] = []
    for (let from = 0; from < left.length; from += TOGETHER)
      yield await correctSome(job, { keys: left.slice(from, from + TOGETHER), fold, changed })
    left = changed
  }
}

type Chunk = { readonly keys: readonly string[]; readonly fold: Fold; readonly changed: string[] }

const correctSome = async ({ tools, now }: Job, { keys, fold, changed }: Chunk): Promise<Part> => {
  const { result } = await transact(tools, { accounts: keys, now }, async (work) => {
    const isSamePast = (await retentionMark(work.room.session.db)) === fold.mark
    const isOurs = isSamePast && work.room.engine.plan === fold.plan
    const good: string[] = []
    const late: string[] = []
    for (const key of keys) {
      const held = await heldAt(work, key)
      const isSame = isOurs && held.seq === fold.seqs.get(key)
      ;(isSame ? good : late).push(key)
    }
    return { late, part: await correctAll({ ...work, book: fold.book }, good, fold.states) }
  })
  changed.push(...result.late)
  return result.part
}

/** For accounts that never rest: folded while nothing can come in. */
const rebuildHeld = async ({ tools, now }: Job, keys: readonly string[]): Promise<Part> => {
  const { result } = await transact(tools, { accounts: keys, now }, async (work) => {
    const { room, book } = work
    const states = new Map(keys.map((key) => [key, freshState(key)]))
    for (const key of keys) await heldAt(work, key)
    const into = { ...room, book, states }
    await holdBase(room.session)
    await foldBases(into)
    for (let place: JournalPlace | null = JOURNAL_START; place; ) place = await foldPage(into, place)
    return correctAll(work, keys, states)
  })
  return result
}

const correctAll = async (
  work: Work,
  keys: readonly string[],
  folded: ReadonlyMap<string, State>,
): Promise<Part> => {
  const sum = { members: 0, changed: 0, done: keys.length }
  for (const key of keys) {
    const held = await heldAt(work, key)
    await load(work.room, held, { kind: 'needs', subjects: [], dueUntil: Number.POSITIVE_INFINITY })
    const right = folded.get(key)
    sum.changed += right ? correct(work, held, right) : 0
    sum.members += [...held.members.values()].filter((member) => member?.named ?? member?.loose).length
  }
  return sum
}

/** Takes over what differs; how many members that were. */
const correct = (work: Work, state: Held, right: State): number => {
  const wrong = [...new Set([...state.members.keys(), ...right.members.keys()])].filter(
    (subject) => partsOf(state.members.get(subject)) !== partsOf(right.members.get(subject)),
  )
  const { account } = state
  const invites = withOwners(account.invites, work.book)
  const isOwnRight = sameText(account.own, right.account.own) && sameText(invites, right.account.invites)
  const isRight = wrong.length === 0 && isOwnRight
  const credited = isRight ? miscredited(state, work.room.engine) : []
  if (isRight && credited.length === 0) return 0
  account.own = right.account.own
  account.invites = right.account.invites
  for (const subject of wrong) {
    const folded = right.members.get(subject)
    const member = memberOf(state, subject)
    member.known = folded?.known ?? false
    member.named = folded?.named ?? null
    member.loose = folded?.loose ?? null
    member.stale = false
  }
  reckon(state, work.room.engine, account.at)
  const touched = new Set(state.members.keys())
  work.record.atOnce.add(state)
  note(work.record, state, { kind: 'done', decisions: [], touched, leadChanged: false, refused: null })
  return wrong.length + credited.length
}

/** Invitations under whoever their inviters became: one who had left the account is not renamed there. */
const withOwners = (invites: AccountDoc['invites'], book: Book): AccountDoc['invites'] =>
  Object.fromEntries(
    Object.entries(invites).map(([key, invite]) => [key, { ...invite, by: canonicalOf(book, invite.by).id }]),
  )

const partsOf = (member: MemberDoc | null | undefined): string =>
  canonicalText([member?.named ?? null, member?.loose ?? null])

const sameText = (a: unknown, b: unknown): boolean => canonicalText(a) === canonicalText(b)

/** JSON with names in order: the order in which they were met is no difference. */
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

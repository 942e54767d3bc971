import { companyOf, nameOf, personOf } from './company.ts'
import { compile } from './core/engine.ts'
import { advance } from './core/step.ts'
import type { Decision } from './core/types.ts'
import { pointsOf } from './edge-values.ts'
import { pageAccounts, rowsOfAccounts } from './store/accounts.ts'
import { rowsOfMembers } from './store/members.ts'
import { readRetention } from './store/retention.ts'
import type { Model } from './wire/model.ts'
import type { TrialAccount, TrialPerson } from './wire/model-view.ts'
import { flush, freshen } from './work/flush.ts'
import { judgedFrom } from './work/import-rest.ts'
import { type Held, type Room, refoldOthers } from './work/room.ts'
import type { Tools } from './work/transact.ts'

/** Accounts looked at in one go: what ingest does not notice. */
const ACCOUNTS = 40

type Crossings<T> = {
  readonly judged: number
  readonly qualified: number
  readonly entering: readonly T[]
  readonly leaving: readonly T[]
}
/** What would happen to some accounts; `next` is the account after which to go on, null at the end. */
export type TrialPage = {
  readonly next: string | null
  /** Since when events are kept one by one; null = since the beginning. */
  readonly journalSince: number | null
  readonly users: Crossings<TrialPerson>
  readonly accounts: Crossings<TrialAccount>
  readonly leads: { readonly open: number; readonly close: number }
}
export type TrialRequest = { readonly model: Model; readonly after: string; readonly now: number }

/** What publishing a model would do to a page of accounts, found on copies by the very steps that it would take. */
export const tryModel = async (tools: Tools, { model, after, now }: TrialRequest): Promise<TrialPage> => {
  const { store, engines, memory } = tools
  if (after === '') await flush(tools)
  const current = engines.current()
  const candidate = compile(model, current.version + 1)
  const keys = await pageAccounts(store.db, after, ACCOUNTS)
  await freshen(tools, (late) => keys.map(late.heldAt))
  // One transaction, so that what is folded anew sees every event once.
  const outcomes = await store.transaction(async (session) => {
    const room = {
      session,
      planned: engines.planned,
      now,
      states: new Map(),
      refolded: new Map(),
      memory,
      kept: null,
      versions: new Map(),
    }
    const found: Outcome[] = []
    for (const state of await copiesOf(tools, keys)) {
      const at = judgedFrom(state.account, now)
      await judge({ ...room, engine: current }, state, at)
      const before = standingOf(state)
      const decisions = await judge({ ...room, engine: candidate }, state, at)
      found.push({ state, before, after: standingOf(state), decisions })
    }
    return found
  })
  const { until } = await readRetention(store.db)
  const next = keys.length < ACCOUNTS ? null : (keys.at(-1) ?? null)
  return { ...summarize(outcomes), next, journalSince: until === 0 ? null : until }
}

/** Accounts with all their members, apart from those that ingest works on. */
const copiesOf = async ({ store }: Tools, keys: readonly string[]): Promise<Held[]> => {
  const accounts = await rowsOfAccounts(store.db, keys)
  const members = await rowsOfMembers(store.db, keys)
  return accounts.map(({ key, doc, seq, due_at: dueAt }) => ({
    key,
    account: JSON.parse(doc),
    members: new Map(
      members.filter(({ account }) => account === key).map((row) => [row.subject, JSON.parse(row.doc)]),
    ),
    loadedUntil: Number.POSITIVE_INFINITY,
    nextDueAt: null,
    seq,
    dueAt,
  }))
}

/** Judges a copy by the room's model; everybody is loaded, so stepping needs nothing more. */
const judge = async (room: Room, state: Held, at: number): Promise<readonly Decision[]> => {
  await refoldOthers(room, state)
  const result = advance(state, at, room.engine)
  return result.kind === 'done' ? result.decisions : []
}

type Standing = {
  readonly isQualified: boolean
  readonly qualifiedUsers: number
  readonly users: ReadonlyMap<string, { readonly isQualified: boolean; readonly score: number }>
}
type Outcome = {
  readonly state: Held
  readonly before: Standing
  readonly after: Standing
  readonly decisions: readonly Decision[]
}

const standingOf = ({ account, members }: Held): Standing => ({
  isQualified: account.qualified,
  qualifiedUsers: account.sums.qualified,
  users: new Map(
    [...members].flatMap(([subject, member]) =>
      member?.summary.known
        ? [[subject, { isQualified: member.summary.qualified, score: member.summary.score }] as const]
        : [],
    ),
  ),
})

const summarize = (outcomes: readonly Outcome[]): Omit<TrialPage, 'next' | 'journalSince'> => {
  const people = outcomes.flatMap(peopleIn)
  const accounts = outcomes.map(accountOf)
  const kinds = outcomes.flatMap(({ decisions }) => decisions.map(({ kind }) => kind))
  return {
    users: crossings(people),
    accounts: crossings(accounts),
    leads: {
      open: kinds.filter((kind) => kind === 'lead.qualified').length,
      close: kinds.filter((kind) => kind === 'lead.closed').length,
    },
  }
}

type Judged<T> = { readonly was: boolean; readonly is: boolean; readonly shown: T }

const crossings = <T>(all: readonly Judged<T>[]): Crossings<T> => ({
  judged: all.length,
  qualified: all.filter(({ was }) => was).length,
  entering: all.filter(({ was, is }) => is && !was).map(({ shown }) => shown),
  leaving: all.filter(({ was, is }) => was && !is).map(({ shown }) => shown),
})

const peopleIn = ({ state, before, after }: Outcome): Judged<TrialPerson>[] =>
  [...after.users].map(([userId, now]) => {
    const then = before.users.get(userId)
    const member = state.members.get(userId) ?? null
    return {
      was: then?.isQualified ?? false,
      is: now.isQualified,
      shown: {
        userId,
        name: member && nameOf(member),
        accountId: state.key,
        company: companyOf(state.key, state.account, member && personOf(member)),
        score: { before: pointsOf(then?.score ?? 0), after: pointsOf(now.score) },
      },
    }
  })

const accountOf = ({ state, before, after }: Outcome): Judged<TrialAccount> => {
  const first = state.members.values().next().value ?? null
  return {
    was: before.isQualified,
    is: after.isQualified,
    shown: {
      accountId: state.key,
      company: companyOf(state.key, state.account, first && personOf(first)),
      qualifiedUsers: { before: before.qualifiedUsers, after: after.qualifiedUsers },
    },
  }
}

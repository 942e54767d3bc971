import type { Engine } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { isEmpty, isTrusted, NOTHING } from './member.ts'
import { own } from './register.ts'
import { inAppRouteOf } from './route.ts'
import type { AccountDoc, Evaluation, MemberDoc, Subject, Summary, Sums } from './types.ts'

export function newAccount(): AccountDoc {
  return {
    at: 0,
    model: 0,
    own: null,
    invites: {},
    joined: [],
    sums: newSums(),
    qualified: false,
    score: 0,
    tier: '',
    lead: null,
    nextLeadNo: 1,
    coolUntil: null,
    armed: true,
    historic: false,
    generated: false,
    live: false,
    importedAt: 0,
    dueAt: null,
  }
}

export function newSums(): Sums {
  return {
    members: 0,
    known: 0,
    active: 0,
    activated: 0,
    qualified: 0,
    qualifiedActive: 0,
    sales: 0,
    inApp: 0,
    tiers: {},
    who: {},
  }
}

/**
 * Evaluates a member, stores its summary and due instant, and moves the account's sums by the difference; whether there
 * is any.
 */
export function refresh(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): boolean {
  const before = member.summary
  const now = isEmpty(member) ? null : evaluate(member, account, engine, at)
  const inApp =
    now?.sales === true && inAppRouteOf({ type: 'pql', champion: member, account, at }, engine) !== null
  member.dueAt = now && now.nextChangeAt
  const isAlike = now !== null && before.inApp === inApp && countsAlike(before, now, member)
  if (isAlike && before.score === now.score) return false
  const after = now ? { ...summaryOf(member, now), inApp } : NOTHING
  member.summary = after
  if (isAlike) return false
  addSummary(account.sums, before, engine, -1)
  addSummary(account.sums, after, engine, 1)
  return true
}

function summaryOf(member: MemberDoc, now: Evaluation): Omit<Summary, 'inApp'> {
  const { active, qualified, sales, activated, tier, score, flags } = now
  const trusted = isTrusted(member)
  return { active, qualified, activated, known: member.known, trusted, sales, tier, score, flags }
}

/** Whether a member still adds the same to the sums: nearly always. */
function countsAlike(before: Summary, now: Evaluation, member: MemberDoc): boolean {
  return (
    before.tier === now.tier &&
    before.active === now.active &&
    before.qualified === now.qualified &&
    before.sales === now.sales &&
    before.activated === now.activated &&
    before.flags === now.flags &&
    before.known === member.known &&
    before.trusted === isTrusted(member)
  )
}

/** Anonymous visitors are no users of the account; with trust "verified", unvouched ones neither. */
export function isCounted(summary: Summary, engine: Engine): boolean {
  return summary.known && (summary.trusted || engine.model.trust === 'open')
}

/** Adds (or with -1 takes away) what one member contributes. The tier is empty for who is not there. */
export function addSummary(sums: Sums, summary: Summary, engine: Engine, sign: 1 | -1): void {
  if (summary.tier === '') return
  sums.members += sign
  if (!isCounted(summary, engine)) return
  sums.known += sign
  if (summary.active) sums.active += sign
  if (summary.activated) sums.activated += sign
  if (summary.qualified) sums.qualified += sign
  if (summary.qualified && summary.active) sums.qualifiedActive += sign
  if (summary.sales) sums.sales += sign
  if (summary.inApp) sums.inApp += sign
  const count = (own(sums.tiers, summary.tier) ?? 0) + sign
  if (count === 0) delete sums.tiers[summary.tier]
  else sums.tiers[summary.tier] = count
  if (summary.flags !== 0) addFlags(sums.who, summary.flags, sign)
}

function addFlags(who: Sums['who'], flags: number, sign: 1 | -1): void {
  for (let flag = 0; flags >> flag !== 0; flag++) {
    if (((flags >> flag) & 1) === 0) continue
    const count = (who[flag] ?? 0) + sign
    if (count === 0) delete who[flag]
    else who[flag] = count
  }
}

/**
 * The sums from scratch: what `addSummary` by difference must always equal. In order of names, so that they are the same
 * text whoever was loaded first.
 */
export function sumOf(members: ReadonlyMap<Subject, MemberDoc | null>, engine: Engine): Sums {
  const sums = newSums()
  for (const subject of [...members.keys()].sort()) {
    const member = members.get(subject)
    if (member) addSummary(sums, member.summary, engine, 1)
  }
  return sums
}

/** The account's own verdict: a PQA by its users, its condition or its score; and the tier of its best user. */
export function settleAccount(account: AccountDoc, engine: Engine): void {
  const { when, score } = engine.account
  account.score = accountScore(account, engine)
  account.qualified =
    isShareQualified(account, engine) ||
    (when?.holds(account) ?? false) ||
    (score !== null && account.score >= score)
  account.tier = bestTier(account, engine)
}

function bestTier({ sums }: AccountDoc, { tiers }: Engine): string {
  for (const { name } of tiers) if ((own(sums.tiers, name) ?? 0) > 0) return name
  return tiers.at(-1)?.name ?? ''
}

/** Enough of its active users are qualified. */
export function isShareQualified({ sums }: AccountDoc, engine: Engine): boolean {
  const { qualifiedShare, qualifiedAtLeast = 1 } = engine.model.account
  return (
    qualifiedShare !== undefined &&
    sums.qualified >= qualifiedAtLeast &&
    sums.active > 0 &&
    sums.qualifiedActive / sums.active >= qualifiedShare
  )
}

function accountScore(account: AccountDoc, engine: Engine): number {
  let score = 0
  for (const { points, test } of engine.account.rules) if (test.holds(account)) score += points
  return score
}

/** Which numbers of users that rules of users look at are reached: what concerns everybody when it changes. */
export function watched({ sums }: AccountDoc, { watches }: Engine): string {
  if (watches.length === 0) return ''
  return watches.map(({ users, atLeast }) => (sums[users] >= atLeast ? '1' : '0')).join('')
}

/**
 * Whether somebody stands at the sales tier through whom a lead may open. Accounts that were written before there was such
 * a thing do not say how many are left to the product: none.
 */
export const isForSales = ({ sums }: AccountDoc): boolean => sums.sales > 0 && !(sums.inApp >= sums.sales)

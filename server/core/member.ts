import { isAfter, newestFirst } from './measure.ts'
import { own, prevailing } from './register.ts'
import type { AccountDoc, Measure, MemberDoc, Register, Stamp } from './types.ts'

/* Reading a member: its profile is the merge of two parts, and only what is asked for is merged. */

export function newMember(): MemberDoc {
  return {
    known: false,
    named: null,
    loose: null,
    stale: false,
    summary: NOTHING,
    invitees: {},
    creditedTo: null,
    dueAt: null,
  }
}

/** The summary of nobody: what a member adds to its account before it did anything, or after it left. */
export const NOTHING = {
  active: false,
  qualified: false,
  activated: false,
  known: false,
  trusted: false,
  sales: false,
  inApp: false,
  tier: '',
  score: 0,
  flags: 0,
} as const

export function countOf(member: MemberDoc, signal: string): number {
  return (member.named?.measures[signal]?.count ?? 0) + (member.loose?.measures[signal]?.count ?? 0)
}

/** When the signal was last seen; 0 = never. */
export function lastAtOf(member: MemberDoc, signal: string): number {
  return Math.max(member.named?.measures[signal]?.lastAt ?? 0, member.loose?.measures[signal]?.lastAt ?? 0)
}

/** When it was first seen; null = never. */
export function firstAtOf(member: MemberDoc, signal: string): number | null {
  const a = member.named?.measures[signal]?.firstAt
  const b = member.loose?.measures[signal]?.firstAt
  return a !== undefined && b !== undefined ? Math.min(a, b) : (a ?? b ?? null)
}

/** The measure in each of the two parts. */
export function measuresOf({ named, loose }: MemberDoc, key: string): (Measure | undefined)[] {
  return [named?.measures[key], loose?.measures[key]]
}

/** The newest occurrences, newest first. */
export function newestOf(member: MemberDoc, key: string): readonly Stamp[] {
  const [a, b] = measuresOf(member, key)
  if (!a || !b) return (a ?? b)?.newest ?? []
  return newestFirst([...a.newest, ...b.newest])
}

/** All occurrences that are known by id, newest first: besides the newest, the oldest where they are kept. */
export function knownOf(member: MemberDoc, key: string): Stamp[] {
  const known = measuresOf(member, key).flatMap((one) => [...(one?.newest ?? []), ...(one?.oldest ?? [])])
  const distinct = new Map(known.map((stamp) => [`${stamp.time} ${stamp.id}`, stamp]))
  return [...distinct.values()].sort((a, b) => (isAfter(a, b) ? -1 : 1))
}

export function isTrusted(member: MemberDoc): boolean {
  return (member.named?.trusted ?? 0) + (member.loose?.trusted ?? 0) > 0
}

export function isEmpty(member: MemberDoc): boolean {
  return member.named === null && member.loose === null
}

/** Without parts, and already taken out of the account's sums. */
export function isGone(member: MemberDoc): boolean {
  return isEmpty(member) && member.summary.tier === ''
}

/** A trait of the person, else of the account. */
export function traitOf(member: MemberDoc, account: AccountDoc, name: string): Register | undefined {
  const mine = registerOf(member, 'traits', name)
  return mine ?? (account.own ? own(account.own.traits, name) : undefined)
}

export function registerOf(
  member: MemberDoc,
  kind: 'traits' | 'limits' | 'marks',
  name: string,
): Register | undefined {
  const a = member.named ? own(member.named[kind], name) : undefined
  const b = member.loose ? own(member.loose[kind], name) : undefined
  return a && b ? prevailing(a, b) : (a ?? b)
}

/** The same, but of somebody whom others vouch for only what they said: anybody can tell the rest under that id. */
export function vouchedOf(
  member: MemberDoc,
  kind: 'traits' | 'limits' | 'marks',
  name: string,
): Register | undefined {
  const register = registerOf(member, kind, name)
  return register?.trust === 'browser' && isTrusted(member) ? undefined : register
}

import type { TraitLeaf } from '../wire/condition.ts'
import type { Json } from '../wire/event.ts'
import { type Atom, never } from './atom.ts'
import { registerOf, traitOf } from './member.ts'
import { billedAt, type Reading, readingOf } from './readings.ts'
import type { AccountDoc, MemberDoc } from './types.ts'
import { day, featureName, number } from './words.ts'

/** The fullest reading that the member's own events gave of a limit, `*` being any; those from before a purchase are gone. */
function fullest(member: MemberDoc, account: AccountDoc, limit: string): Reading | null {
  const since = billedAt(account)
  if (limit !== '*') return readingBy(member, limit, since)
  let top: Reading | null = null
  for (const part of [member.named, member.loose])
    for (const name in part?.limits) {
      const one = readingBy(member, name, since)
      if (one && (!top || one.ratio > top.ratio || (one.ratio === top.ratio && one.limit < top.limit)))
        top = one
    }
  return top
}

function readingBy(member: MemberDoc, limit: string, since: number): Reading | null {
  const register = registerOf(member, 'limits', limit)
  return register ? readingOf(limit, register, since) : null
}

/** "100 of 100 records used". */
export function readingWords({ used, max, limit }: Reading): string {
  return `${number(used)} of ${number(max)} ${featureName(limit)} used`
}

/** How full a limit is: "any limit at 100 %". */
export function limitRatio({ limit, atLeast }: { limit: string; atLeast: number }): Atom {
  return {
    holds: (member, account) => (fullest(member, account, limit)?.ratio ?? 0) >= atLeast,
    endsAt: never,
    evidence: (member, account, at) => {
      const top = fullest(member, account, limit)
      if (!top) return { because: 'No limit reported', count: 0, firstAt: null, lastAt: null }
      return {
        because: `${readingWords(top)}, on ${day(top.time, at)}`,
        count: 1,
        firstAt: top.time,
        lastAt: top.time,
      }
    },
    lacks: (member, account) => {
      const top = fullest(member, account, limit)
      const goal = `${number(Math.round(atLeast * 100))} % of ${limit === '*' ? 'a limit' : featureName(limit)}`
      return top ? `${readingWords(top)}, not yet ${goal}` : goal
    },
  }
}

const people = (n: number): string => (n === 1 ? '1 invited teammate' : `${number(n)} invited teammates`)

/** Invited teammates who became active: "at least 1". */
export function invitees(atLeast: number): Atom {
  return {
    holds: (member) => size(member.invitees) >= atLeast,
    endsAt: never,
    evidence: (member, _account, at) => {
      const instants = Object.values(member.invitees)
      const lastAt = Math.max(...instants)
      const since = instants.length === 1 ? 'since' : 'last on'
      return {
        because: `${people(instants.length)} became active, ${since} ${day(lastAt, at)}`,
        count: instants.length,
        firstAt: Math.min(...instants),
        lastAt,
      }
    },
    lacks: (member) => `${number(size(member.invitees))} of ${people(atLeast)} active`,
  }
}

const size = (record: Readonly<Record<string, number>>): number => Object.keys(record).length

/** What a person or account is: "role is admin". */
export function traitTest(leaf: TraitLeaf): Atom {
  const fits = traitFits(leaf)
  return {
    holds: (member, account) => fits(traitOf(member, account, leaf.trait)),
    endsAt: never,
    evidence: (member, account) => ({
      because: `${leaf.trait} is ${said(traitOf(member, account, leaf.trait))}`,
      count: 1,
      firstAt: null,
      lastAt: null,
    }),
    lacks: (member, account) =>
      `${leaf.trait} ${wanted(leaf)}, not ${said(traitOf(member, account, leaf.trait))}`,
  }
}

function wanted(leaf: TraitLeaf): string {
  if ('is' in leaf) return `is ${String(leaf.is)}`
  if ('in' in leaf) return `is one of ${leaf.in.join(', ')}`
  if ('known' in leaf) return leaf.known ? 'known' : 'unknown'
  return 'atLeast' in leaf ? `at least ${number(leaf.atLeast)}` : `at most ${number(leaf.atMost)}`
}

/** Texts are compared without regard to case, as people type them. */
function traitFits(leaf: TraitLeaf): (value: unknown) => boolean {
  if ('is' in leaf) return (value) => plain(value) === plain(leaf.is)
  if ('in' in leaf) {
    const values = new Set(leaf.in.map(plain))
    return (value) => values.has(plain(value))
  }
  if ('known' in leaf)
    return (value) => (value !== undefined && value !== null && value !== '') === leaf.known
  const [low, high] =
    'atLeast' in leaf ? [leaf.atLeast, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, leaf.atMost]
  return (value) => typeof value === 'number' && value >= low && value <= high
}

const plain = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value)

const said = (value: Json | undefined): string =>
  value === undefined || value === null || typeof value === 'object' ? 'unknown' : String(value)

import { type By, INVITEES, type LimitLeaf, type UsersLeaf } from '../wire/condition.ts'
import { type Atom, lasting } from './atom.ts'
import { creditedAt } from './credit.ts'
import { isBy } from './event-test.ts'
import { featureName } from './feature-name.ts'
import { newestFirst } from './measure.ts'
import { registerOf } from './member.ts'
import { billedAt, type Reading, readingOf } from './readings.ts'
import { stateOf } from './trait-atoms.ts'
import type { AccountDoc, MemberDoc, Sums } from './types.ts'
import { day, number } from './words.ts'

/** The fullest reading that the member's own events gave of any limit; those from before a purchase are gone. */
function fullest(member: MemberDoc, account: AccountDoc, by: By | undefined): Reading | null {
  let top: Reading | null = null
  for (const limit in member.named?.limits) top = fuller(top, readingBy(member, account, { limit, by }))
  for (const limit in member.loose?.limits) top = fuller(top, readingBy(member, account, { limit, by }))
  return top
}

function fuller(a: Reading | null, b: Reading | null): Reading | null {
  if (!a || !b) return a ?? b
  return b.ratio > a.ratio || (b.ratio === a.ratio && b.limit < a.limit) ? b : a
}

type Which = { readonly limit: string; readonly by: By | undefined }

function readingBy(member: MemberDoc, account: AccountDoc, { limit, by }: Which): Reading | null {
  const register = registerOf(member, 'limits', limit)
  if (!register || (by !== undefined && !isBy(by, register.trust))) return null
  return readingOf(limit, register, billedAt(account))
}

/** "100 of 100 records used". */
export function readingWords({ used, max, limit }: Reading): string {
  return `${number(used)} of ${number(max)} ${featureName(limit)} used`
}

/** How full a limit is: "any limit at 100 %". */
export function limitRatio({ limit, atLeast, by }: LimitLeaf): Atom {
  const top = (member: MemberDoc, account: AccountDoc): Reading | null =>
    limit === '*' ? fullest(member, account, by) : readingBy(member, account, { limit, by })
  return {
    stands: (member, account) => lasting((top(member, account)?.ratio ?? 0) >= atLeast),
    evidence: (member, account, at) => {
      const reading = top(member, account)
      if (!reading) return { ...stateOf('No limit reported'), count: 0 }
      return stateOf(`${readingWords(reading)}, on ${day(reading.time, at)}`, reading)
    },
    lacks: (member, account) => {
      const reading = top(member, account)
      const percent = `${number(Math.round(atLeast * 100))} %`
      const name = limit === '*' ? 'a limit' : featureName(limit)
      return reading
        ? `${readingWords(reading)}, not yet ${percent} of ${name}`
        : `${name} used to ${percent}: no use reported yet`
    },
  }
}

const people = (n: number): string => (n === 1 ? '1 invited teammate' : `${number(n)} invited teammates`)

/** Invited teammates who became active: "at least 1". */
export function invitees(atLeast: number): Atom {
  return {
    stands: (member) => lasting(size(member.invitees) >= atLeast),
    evidence: (member, _account, at) => {
      const credits = Object.values(member.invitees)
      const instants = credits.map(creditedAt)
      const lastAt = Math.max(...instants)
      const least = credits.length >= INVITEES ? 'at least ' : ''
      const since = credits.length === 1 ? 'since' : 'last on'
      return {
        because: `${least}${people(credits.length)} became active, ${since} ${day(lastAt, at)}`,
        count: credits.length,
        firstAt: Math.min(...instants),
        lastAt,
        events: newestFirst(credits.filter((credit) => typeof credit === 'object')),
      }
    },
    lacks: (member) => `${number(size(member.invitees))} of ${people(atLeast)} active`,
  }
}

const size = (record: MemberDoc['invitees']): number => Object.keys(record).length

/** Users of the account, by its sums: "3 active users in the account". */
export function users({ users: which, atLeast }: UsersLeaf): Atom {
  const count = ({ sums }: AccountDoc): number => countUsers(sums, which)
  return {
    stands: (_member, account) => lasting(count(account) >= atLeast),
    evidence: (_member, account) => ({
      ...stateOf(usersWords(count(account), which)),
      count: count(account),
    }),
    lacks: (_member, account) => `${number(count(account))} of ${usersWords(atLeast, which)}`,
  }
}

export function countUsers(sums: Sums, which: UsersLeaf['users']): number {
  return which === 'all' ? sums.known : sums[which]
}

export function usersWords(n: number, which: UsersLeaf['users']): string {
  return `${number(n)} ${which === 'all' ? '' : `${which} `}user${n === 1 ? '' : 's'} in the account`
}

import type { Trust } from '../wire/event.ts'
import { isFields } from './event-test.ts'
import { own, prevailing } from './register.ts'
import type { AccountDoc, MemberDoc, Register } from './types.ts'

/** What was last reported of a limit. */
export type Reading = {
  readonly limit: string
  readonly used: number
  readonly max: number
  /** 1 = full. */
  readonly ratio: number
  /** Somebody was refused for it. */
  readonly blocked: boolean
  readonly time: number
  readonly id: string
  readonly trust: Trust
}

/** The mark that an account carries from billing. */
export const BILLING = 'subscription'

/** When billing last changed what the account may use; 0 = never. Readings from before tell of limits that are gone. */
export function billedAt({ own: account }: AccountDoc): number {
  return (account && own(account.marks, BILLING)?.time) ?? 0
}

/** The latest reading of each limit that still stands, whoever in the account reported it; the fullest first. */
export function readingsOf(account: AccountDoc, members: Iterable<MemberDoc | null>): Reading[] {
  const latest = new Map<string, Register>()
  const parts = [account.own, ...[...members].flatMap((member) => [member?.named, member?.loose])]
  for (const part of parts)
    for (const [limit, register] of Object.entries(part?.limits ?? {})) {
      const known = latest.get(limit)
      latest.set(limit, known ? prevailing(known, register) : register)
    }
  const since = billedAt(account)
  return [...latest]
    .flatMap(([limit, register]) => readingOf(limit, register, since) ?? [])
    .sort((a, b) => b.ratio - a.ratio || (a.limit < b.limit ? -1 : 1))
}

/** A limit below this is none: nothing can be told of how full it is. */
const LEAST = 0.000_001

/** What a register says of its limit; null when it says nothing, or was reported before `since`. */
export function readingOf(
  limit: string,
  { value, time, id, trust }: Register,
  since: number,
): Reading | null {
  if (!isFields(value) || time < since) return null
  const { used, max, blocked } = value
  if (typeof used !== 'number' || typeof max !== 'number' || max < LEAST) return null
  return { limit, used, max, ratio: used / max, blocked: blocked === true, time, id, trust }
}

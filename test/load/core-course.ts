import type { EventEntry } from '../../server/core/types.ts'
import { MINUTE } from '../../server/wire/limits.ts'

export const START = Date.UTC(2026, 0, 5, 9)

export type Course = {
  readonly events: number
  /** Users an account. */
  readonly users: number
  readonly accounts: number
  /** The first event's number. */
  readonly from?: number
  /** Minutes between two events. */
  readonly every?: number
}

/** What people do, most frequent things most often. */
const DEEDS: readonly (readonly [name: string, properties: EventEntry['properties']])[] = [
  ['Core Action Completed', {}],
  ['Report Opened', { report: 'sales' }],
  ['Session Started', {}],
  ['Core Action Completed', { status: 'live' }],
  ['Report Opened', { report: 'team' }],
  ['Comment Added', {}],
  ['Core Action Completed', {}],
  ['Search Made', { length: 12 }],
  ['Pricing Viewed', { path: '/pricing', dwellMs: 9000 }],
  ['Report Opened', { report: 'sales' }],
  ['Limit Approached', { limit: 'records', used: 85, max: 100 }],
  ['Premium Feature Attempted', { feature: 'sso' }],
  ['Comment Added', {}],
]

/** The i-th event: the same every time. */
export function eventOf(
  i: number,
  { users, accounts, every = 1 }: Omit<Course, 'events' | 'from'>,
): EventEntry {
  const [name, properties] = DEEDS[(i * 7) % DEEDS.length] ?? ['', {}]
  const time = START + i * every * MINUTE
  return {
    kind: 'event',
    seq: i,
    account: `a${i % accounts}`,
    subject: `u${Math.floor(i / accounts) % users}`,
    anonymous: false,
    named: true,
    messageId: `ajs-next-1767603600-${i}-0123456789abcdef`,
    time,
    receivedAt: time,
    at: time,
    trust: 'verified',
    historic: false,
    counts: true,
    type: 'track',
    name,
    properties,
    traits: {},
  }
}

export function courseOf({ events, from = 0, ...rest }: Course): EventEntry[] {
  return Array.from({ length: events }, (_, i) => eventOf(from + i, rest))
}

import * as fc from 'fast-check'
import type { Entry, EventEntry } from '../../server/core/types.ts'
import type { Fields } from '../../server/wire/event.ts'
import { DAY } from '../../server/wire/limits.ts'
import { action, event, MONDAY } from './build.ts'

/* Histories as they happen: a few people of one account, doing what the model looks at, in no particular order. */

const PEOPLE = ['ann', 'bob', 'cy', 'dee']
const NAMES = [
  'Core Action Completed',
  'Core Action Completed',
  'Activated',
  'Session Started',
  'Signed Up',
  'Pricing Viewed',
  'Pricing Viewed',
  'Premium Feature Attempted',
  'Limit Approached',
  'Limit Reached',
  'Invite Sent',
  'Invite Accepted',
  'Integration Connected',
  'Data Imported',
  'Prompt Shown',
  'Something Else',
  'Subscription Started',
  'Deal Closed',
  'Demo Requested',
  '__proto__',
  'constructor',
]

const person = fc.constantFrom(...PEOPLE)
const text = fc.constantFrom('sso', 'audit log', 'records', 'seats', '__proto__', 'constructor', 'toString')

const properties = fc.record({
  feature: text,
  limit: text,
  used: fc.integer({ min: 0, max: 120 }),
  max: fc.constantFrom(0, 100),
  invitedBy: person,
  email: fc.constantFrom('ann@acme.test', 'bob@acme.test', 'cy@acme.test', 'dee@acme.test'),
  outcome: fc.constantFrom('won', 'lost'),
})

const traits: fc.Arbitrary<Fields> = fc
  .record({
    role: fc.constantFrom('admin', 'member'),
    email: fc.constantFrom('ann@acme.test', 'bob@acme.test'),
    plan: fc.constantFrom('free', 'pro'),
    company: fc.record({ name: text, plan: text }),
  })
  .chain((known) =>
    fc
      .dictionary(fc.string({ maxLength: 4 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
      .map((more) => ({
        ...more,
        ...known,
      })),
  )

/** How many histories each law is tried on; `LAW_RUNS=5000` for a long look. */
export const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? 60) }

/** Times within `spread` days before Monday. */
export function anyEvent(spread = 60): fc.Arbitrary<EventEntry> {
  return fc
    .record({
      subject: person,
      name: fc.constantFrom(...NAMES),
      type: fc.constantFrom('track', 'track', 'track', 'track', 'identify', 'group', 'page'),
      trust: fc.constantFrom('server', 'verified', 'verified', 'browser'),
      named: fc.boolean(),
      anonymous: fc.constant(false),
      counts: fc.constantFrom(true, true, true, true, false),
      time: fc.integer({ min: MONDAY - spread * DAY, max: MONDAY }),
      properties,
      traits,
    } as const)
    .map(({ name, ...given }) => event(name, given))
}

/** As a journal holds it: `at` never goes back, while times do. */
export function anyJournal({ spread = 60, maxLength = 40 } = {}): fc.Arbitrary<EventEntry[]> {
  return fc.array(anyEvent(spread), { minLength: 1, maxLength, size: 'max' }).map((events) => {
    let at = 0
    const delayed = events.toSorted((a, b) => a.time + lateness(a) - (b.time + lateness(b)))
    return delayed.map((entry, seq) => {
      at = Math.max(at, entry.time + lateness(entry))
      return { ...entry, seq, at, messageId: `m${seq}` }
    })
  })
}

/** A journal in which sales acts too, with an imported beginning. */
export function anyCourse(): fc.Arbitrary<Entry[]> {
  return fc
    .tuple(anyJournal(), fc.array(anyAction, { maxLength: 12 }), fc.nat(15))
    .map(([events, actions, imported]) => {
      const start = events[0]?.at ?? 0
      const past = events.map((entry, i) => ({ ...entry, historic: i < imported }))
      const acts = actions.map(({ share, ...given }) =>
        action({ ...given, at: Math.floor(start + share * (MONDAY + 20 * DAY - start)) }),
      )
      return [...past, ...acts].toSorted((a, b) => a.at - b.at).map((entry, seq) => ({ ...entry, seq }))
    })
}

const anyAction = fc.record({
  action: fc.constantFrom('claim', 'contact', 'snooze', 'disqualify', 'outcome', 'undo'),
  leadNo: fc.integer({ min: 1, max: 2 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  body: fc.constant({
    reason: 'student',
    outcome: 'won',
    until: new Date(MONDAY + 5 * DAY).toISOString(),
  } as const),
} as const)

/** Some arrive hours or days late. */
const lateness = (entry: EventEntry): number => (entry.time % 5 === 0 ? (entry.time % 40) * 3_600_000 : 0)

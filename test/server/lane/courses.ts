import * as fc from 'fast-check'
import { BALANCED } from '../../../server/core/presets.ts'
import { DAY, HOUR } from '../../../server/wire/limits.ts'
import type { Model } from '../../../server/wire/model.ts'
import { KEYS, NOW, request, type TestLane, type WireFields } from './harness.ts'

/** A course of things that can happen to an installation, in the order in which they reach it. */
export type Happening =
  | { readonly kind: 'batch'; readonly events: readonly WireFields[]; readonly isSecret: boolean }
  | { readonly kind: 'import'; readonly events: readonly WireFields[] }
  | { readonly kind: 'act'; readonly action: 'claim' | 'contact' | 'disqualify' | 'undo' }
  | { readonly kind: 'wait'; readonly after: number }
  | { readonly kind: 'publish'; readonly model: Model }

const PEOPLE = ['ann', 'bob', 'cy', 'dee']
/** One of them has the id of a user: products that take over an anonymous id do that. */
const VISITORS = ['v1', 'v2', 'dee']
const GROUPS = ['acme', 'bolt']
const NAMES = [
  'Core Action Completed',
  'Core Action Completed',
  'Pricing Viewed',
  'Integration Connected',
  'Invite Sent',
  'Invite Accepted',
  'Sales Contact Requested',
  'Subscription Started',
  'Something Else',
]

const pick = (values: readonly string[]) => fc.constantFrom(...values)
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 2 })
const time = fc.integer({ min: 0, max: 40 * 24 }).map((hours) => new Date(NOW - hours * HOUR).toISOString())

const deed = fc
  .record({
    event: pick(NAMES),
    userId: maybe(pick(PEOPLE)),
    anonymousId: pick(VISITORS),
    group: maybe(pick(GROUPS)),
    invitedBy: maybe(pick(PEOPLE)),
    time,
  })
  .map(({ event, userId, anonymousId, group, invitedBy, time: timestamp }) => ({
    type: 'track',
    event,
    userId,
    anonymousId,
    timestamp,
    properties: { email: 'bob@bolt.example', ...(invitedBy && { invitedBy }) },
    ...(group && { context: { groupId: group } }),
  }))
const limit = fc
  .record({ userId: pick(PEOPLE), used: fc.integer({ min: 60, max: 120 }), time })
  .map((given) => ({
    type: 'track',
    event: 'Limit Reached',
    userId: given.userId,
    timestamp: given.time,
    properties: { limit: 'records', used: given.used, max: 100 },
  }))
const introduction = fc
  .record({
    userId: pick(PEOPLE),
    anonymousId: maybe(pick(VISITORS)),
    company: pick(['acme', 'bolt', 'gmail']),
    time,
  })
  .map(({ userId, anonymousId, company, time: timestamp }) => ({
    type: 'identify',
    userId,
    anonymousId,
    timestamp,
    traits: { email: `${userId}@${company}.${company === 'gmail' ? 'com' : 'example'}` },
  }))
const joining = fc
  .record({ userId: maybe(pick(PEOPLE)), anonymousId: pick(VISITORS), groupId: pick(GROUPS), time })
  .map(({ time: timestamp, ...given }) => ({ type: 'group', ...given, timestamp, traits: { plan: 'free' } }))
/** Of two users the first by name stays: what merges in a circle do depends on which comes first. */
const merging = fc
  .record({ userId: pick(PEOPLE), previousId: pick([...PEOPLE, ...VISITORS]), time })
  .map(({ userId, previousId, time: timestamp }) => ({
    type: 'alias',
    userId: previousId < userId ? previousId : userId,
    previousId: previousId < userId ? userId : previousId,
    timestamp,
  }))
  .filter(({ userId, previousId }) => userId !== previousId)

const event: fc.Arbitrary<WireFields> = fc.oneof(
  { weight: 8, arbitrary: deed },
  limit,
  { weight: 2, arbitrary: introduction },
  joining,
  merging,
)

const events = fc.array(event, { minLength: 1, maxLength: 12 })

/** The preset, one that is easier to reach, and one that looks at what the others do not remember. */
const MODELS: readonly Model[] = [
  BALANCED,
  { ...BALANCED, name: 'easy', qualify: { ...BALANCED.qualify, score: 20, families: 1, activated: false } },
  {
    ...BALANCED,
    name: 'other',
    signals: { ...BALANCED.signals, other: ['Something Else'] },
    rules: BALANCED.rules.map((rule) =>
      rule.id === 'integration' ? { ...rule, when: { count: 'other', atLeast: 1, within: '60d' } } : rule,
    ),
    qualify: { ...BALANCED.qualify, score: 30 },
  },
]

const drafts: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('batch' as const), events, isSecret: fc.boolean() }),
    },
    fc.record({ kind: fc.constant('import' as const), events }),
    fc.record({
      kind: fc.constant('act' as const),
      action: fc.constantFrom('claim' as const, 'contact' as const, 'disqualify' as const, 'undo' as const),
    }),
    fc.record({ kind: fc.constant('publish' as const), model: fc.constantFrom(...MODELS) }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        after: fc.integer({ min: 0, max: 9 * DAY }),
      }),
    },
  ),
  { minLength: 2, maxLength: 14 },
)

/** Courses in which every event has an id of its own. */
export const happenings = drafts.map((list) =>
  list.map((one, at) =>
    'events' in one
      ? { ...one, events: one.events.map((fields, n) => ({ ...fields, messageId: `m${at}-${n}` })) }
      : one,
  ),
)

/** Lets it happen; answers the instant at which it ended. */
export const live = async (lane: TestLane, course: readonly Happening[], from = NOW): Promise<number> => {
  let now = from
  for (const happening of course) {
    now += HOUR
    if (happening.kind === 'wait') {
      now += happening.after
      for (let more = true; more; ) ({ more } = await lane.advance(now, 100))
    } else if (happening.kind === 'publish') {
      await lane.publishModel({ model: happening.model, by: 'ops@example.com', now })
    } else if (happening.kind === 'act') {
      const [lead] = await lane.leads({ status: 'open', historic: true }, now)
      const body = happening.action === 'disqualify' ? { reason: 'student' } : {}
      if (lead) await lane.act({ id: lead.id, action: happening.action, body, by: 'rep@example.com', now })
    } else await lane.ingest([asRequest(happening, now)])
  }
  return now
}

const asRequest = (happening: Extract<Happening, { events: unknown }>, receivedAt: number) =>
  happening.kind === 'import'
    ? request(happening.events, { receivedAt, endpoint: 'import', key: KEYS.secret })
    : request(happening.events, { receivedAt, key: happening.isSecret ? KEYS.secret : KEYS.write })

/** Every event has an id of its own in the whole of several courses. */
export const renamed =
  (name: string) =>
  (one: Happening): Happening =>
    'events' in one
      ? {
          ...one,
          events: one.events.map((fields) => ({
            ...fields,
            messageId: `${name}${String(fields['messageId'])}`,
          })),
        }
      : one

/** Three courses, one after another. */
export const longCourses = fc
  .tuple(happenings, happenings, happenings)
  .map((courses) => courses.flatMap((course, n) => course.map(renamed(`${n}`))))

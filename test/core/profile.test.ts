import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, type Engine } from '../../server/core/engine.ts'
import { absorb, lift } from '../../server/core/lift.ts'
import { merge, newProfile } from '../../server/core/merge.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { EventEntry, Profile } from '../../server/core/types.ts'
import { balanced, days, event, MONDAY } from './build.ts'
import { anyEvent, RUNS } from './histories.ts'
import { anyEngine } from './models.ts'

const engine = compile(
  {
    ...BALANCED,
    rules: [
      ...BALANCED.rules,
      { id: 'admin', family: 'fit', label: 'Admin', points: 5, when: { trait: 'role', is: 'admin' } },
    ],
  },
  1,
)
const fold = (events: readonly EventEntry[], by: Engine = engine): Profile =>
  events.reduce<Profile>((profile, entry) => absorb(profile, entry, by), newProfile(by.plan))

const histories = fc.array(anyEvent(90), { maxLength: 40 })

describe('a profile', () => {
  test('is the same whichever way its parts are merged', () => {
    fc.assert(
      fc.property(histories, histories, histories, anyEngine, (a, b, c, by) => {
        const [x, y, z] = [fold(a, by), fold(b, by), fold(c, by)]
        expect(merge(merge(x, y), z)).toEqual(merge(x, merge(y, z)))
        expect(merge(x, y)).toEqual(merge(y, x))
      }),
      RUNS,
    )
  })

  test('does not depend on the order in which events arrive', () => {
    fc.assert(
      fc.property(
        histories.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        anyEngine,
        ([events, shuffled], by) => {
          expect(fold(shuffled, by)).toEqual(fold(events, by))
        },
      ),
      RUNS,
    )
  })

  test('absorbs an event exactly as merging its lift would', () => {
    fc.assert(
      fc.property(histories, anyEvent(90), anyEngine, (events, entry, by) => {
        const profile = fold(events, by)
        const merged = merge(profile, lift(entry, by))
        expect(absorb(profile, entry, by)).toEqual(merged)
      }),
      RUNS,
    )
  })

  test('is left alone by merging', () => {
    fc.assert(
      fc.property(histories, histories, (a, b) => {
        const [x, y] = [fold(a), fold(b)]
        const before = structuredClone([x, y])
        merge(x, y)
        expect([x, y]).toEqual(before)
      }),
    )
  })

  test('survives storage as JSON', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const profile = fold(events)
        expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
      }),
    )
  })

  test('stays small however much happens', () => {
    let profile: Profile | null = null
    for (let i = 0; i < 20_000; i++) {
      const time = MONDAY + i * 60_000
      profile = absorb(
        profile,
        event('Premium Feature Attempted', { time, properties: { feature: `f${i}` } }),
        engine,
      )
      profile = absorb(
        profile,
        event('', { time, type: 'identify', traits: { [`t${i % 500}`]: 'x'.repeat(5000) } }),
        engine,
      )
      profile = absorb(
        profile,
        event('Limit Reached', { time, properties: { limit: `l${i % 99}`, used: i, max: i } }),
        engine,
      )
    }
    expect(JSON.stringify(profile).length).toBeLessThan(60_000)
    expect(Object.keys(profile?.traits ?? {})).toHaveLength(128)
    expect(Object.keys(profile?.limits ?? {})).toHaveLength(32)
    expect(profile?.sets['features']).toHaveLength(16)
  })

  test('is typically below 4 KB', () => {
    let profile: Profile | null = null
    const names = [
      'Core Action Completed',
      'Session Started',
      'Pricing Viewed',
      'Invite Sent',
      'Something Else',
    ]
    for (let i = 0; i < 1_000; i++)
      profile = absorb(
        profile,
        event(names[i % names.length] ?? '', {
          time: MONDAY + i * 3_600_000,
          messageId: `ajs-next-17-${i}-0123456789abcdef0123456789abcdef`,
        }),
        balanced,
      )
    expect(JSON.stringify(profile).length).toBeLessThan(4_096)
  })

  test('keeps day counts as far back as the widest window, seen from its newest day', () => {
    const late = [
      event('Pricing Viewed', { time: MONDAY }),
      event('Pricing Viewed', { time: MONDAY - days(29) }),
      event('Pricing Viewed', { time: MONDAY - days(30) }),
    ]
    expect(fold(late).measures['pricing']).toMatchObject({
      count: 3,
      days: [expect.any(Number), 1, expect.any(Number), 1],
    })
  })

  test("keeps its plan's hash when only points and thresholds change, and not when a window does", () => {
    const same = compile({ ...BALANCED, qualify: { ...BALANCED.qualify, score: 40 } }, 2)
    expect(same.plan).toBe(balanced.plan)
    const mapped = compile({ ...BALANCED, signals: { core: ['Report Built'] } }, 2)
    expect(mapped.plan).not.toBe(balanced.plan)
    expect(engine.plan).not.toBe(balanced.plan)
  })
})

describe('a mapping', () => {
  test('counts own events, and pages by their path, towards a signal; an event counts once', () => {
    const mapped = compile(
      { ...BALANCED, signals: { core: ['Report Built', 'Core Action Completed'], pricing: ['/pricing*'] } },
      1,
    )
    const page = event('', { type: 'page', properties: { path: '/pricing/teams' } })
    const events = [event('Report Built'), event('Core Action Completed'), page, event('/pricing*')]
    const { measures } = events.reduce<Profile>(
      (profile, entry) => absorb(profile, entry, mapped),
      newProfile(mapped.plan),
    )
    expect(measures['core']?.count).toBe(2)
    expect(measures['pricing']?.count).toBe(1)
  })
})

describe('what a measure keeps', () => {
  const many: Engine = compile(
    {
      ...BALANCED,
      rules: (
        [
          { sequence: ['core', 'pricing'] },
          { distinct: 'feature', of: 'core', atLeast: 3 },
          { count: 'core', atLeast: 2, within: '2d', after: 'signup' },
        ] as const
      ).map((when, i) => ({
        id: `r${i}`,
        family: 'f',
        label: 'Rule',
        points: 60,
        when: 'sequence' in when ? { sequence: [...when.sequence] } : when,
      })),
      families: {},
    },
    1,
  )
  const core = fc
    .record({ time: fc.integer({ min: MONDAY - days(90), max: MONDAY }), feature: fc.nat(80).map(String) })
    .map(({ time, feature }) => event('Core Action Completed', { time, properties: { feature } }))
  const long = fc.array(core, { minLength: 50, maxLength: 120, size: 'max' })

  test('stays the same in any order past its bounds, where something must be left out', () => {
    fc.assert(
      fc.property(
        long.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.nat(events.length),
          ),
        ),
        ([events, shuffled, cut]) => {
          const whole = fold(events, many)
          expect(fold(shuffled, many)).toEqual(whole)
          const [left, right] = [shuffled.slice(0, cut), shuffled.slice(cut)]
          expect(merge(fold(left, many), fold(right, many))).toEqual(whole)
          const measures = Object.values(whole.measures)
          expect(measures.every(({ instants }) => (instants?.first.length ?? 0) <= 16)).toBe(true)
          expect(measures.every(({ values }) => (values?.seen.length ?? 0) <= 32)).toBe(true)
          expect(measures.every(({ early }) => (early?.days.length ?? 0) <= 64)).toBe(true)
        },
      ),
      RUNS,
    )
  })
})

describe('trust', () => {
  test("a browser's word never overrides what a backend or a token vouched for", () => {
    const events = [
      event('', { type: 'identify', trust: 'server', time: MONDAY, traits: { role: 'member' } }),
      event('', {
        type: 'identify',
        trust: 'browser',
        time: MONDAY + 1,
        traits: { role: 'admin', city: 'Bonn' },
      }),
    ]
    expect(fold(events).traits).toMatchObject({ role: { value: 'member' }, city: { value: 'Bonn' } })
  })

  test('a plan claimed by a browser is no plan', () => {
    const claimed = event('', {
      type: 'identify',
      trust: 'browser',
      traits: { plan: 'enterprise', company: { plan: 'x', name: 'Acme' } },
    })
    expect(Object.keys(fold([claimed]).traits)).toEqual(['company.name'])
  })

  test('subscriptions, trials and deals from a browser change nothing', () => {
    for (const name of ['Subscription Started', 'Trial Started', 'Deal Closed'])
      expect(fold([event(name, { trust: 'browser' })]).measures).toEqual({})
  })

  test('prompts, and limits counted by a backend, are no activity', () => {
    const quiet = [
      event('Prompt Shown'),
      event('Limit Reached', { trust: 'server' }),
      event('', { type: 'identify' }),
    ]
    expect(fold(quiet).measures['active']).toBeUndefined()
    expect(fold([event('Limit Reached', { trust: 'browser' })]).measures['active']?.count).toBe(1)
  })
})

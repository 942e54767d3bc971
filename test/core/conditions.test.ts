import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { Condition } from '../../server/wire/condition.ts'
import type { Fields } from '../../server/wire/event.ts'
import { DAY, HOUR } from '../../server/wire/limits.ts'
import type { Model } from '../../server/wire/model.ts'
import { Company, event, MONDAY } from './build.ts'
import { holdsByHand } from './by-hand.ts'
import { anyJournal, RUNS } from './histories.ts'
import { countedLeaf } from './models.ts'

const modelOf = (when: Condition, more: Partial<Model['rules'][number]> = {}): Model => ({
  ...BALANCED,
  rules: [{ id: 'r', family: 'f', label: 'Rule', points: 1, when, ...more }],
  families: {},
})

/** A company of one: Ann did all this. */
function annWith(
  when: Condition,
  events: Parameters<Company['take']>[0][],
  more: Partial<Model['rules'][number]> = {},
) {
  const company = new Company(compile(modelOf(when, more), 1))
  if (events.length > 0) company.take(...events)
  const ann = company.rows.get('ann') ?? newMember()
  return (at: number) => explain(ann, company.state.account, company.engine, at)
}

describe('a condition', () => {
  test('holds exactly when looking at every event of the past says so, at any instant', () => {
    fc.assert(
      fc.property(
        anyJournal({ maxLength: 30 }),
        countedLeaf,
        fc.integer({ min: 0, max: 60 * 24 }),
        (journal, when, after) => {
          const mine = journal.map((entry) => ({ ...entry, subject: 'ann' }))
          const at = MONDAY + 3 * DAY + after * HOUR
          const told = annWith(when, mine)(at)
          expect(told.ledger.length > 0).toBe(holdsByHand(when, mine, at))
        },
      ),
      RUNS,
    )
  })

  test.each([
    ['*', 'a limit used to 80 %: no use reported yet'],
    ['records', 'records used to 80 %: no use reported yet'],
  ])(
    'on a limit (%s) of which nothing is known says what is wanted and that it is not there',
    (limit, words) => {
      const told = annWith({ limit, atLeast: 0.8 }, [])(MONDAY)
      expect(told.missing.at(-1)?.because).toBe(words)
    },
  )

  test('on the day of something holds after weeks of activity before it', () => {
    const when: Condition = { days: 'active', atLeast: 1, within: '1d', after: 'integration' }
    const core = (day: number) => event('Core Action Completed', { time: MONDAY + day * DAY })
    const weeks = Array.from({ length: 21 }, (_, day) => core(day))
    const anchor = event('Integration Connected', { time: MONDAY + 20 * DAY + HOUR })
    const told = annWith(when, [...weeks, anchor, core(21), core(22), core(23)])
    expect(told(MONDAY + 24 * DAY).ledger).toHaveLength(1)
  })

  test('of a sequence minds the order and the deadline', () => {
    const deal = (name: string, time: number) => event(name, { time })
    const when: Condition = { sequence: ['core', 'integration', 'import'], within: '48h' }
    const done = [
      deal('Core Action Completed', MONDAY),
      deal('Integration Connected', MONDAY + 20 * HOUR),
      deal('Data Imported', MONDAY + 48 * HOUR),
    ]
    const { ledger } = annWith(when, done)(MONDAY + 3 * DAY)
    expect(ledger[0]?.because).toBe(
      'Core action, then integration connected, then data import within 2 days, done on 11 Nov',
    )
    expect(ledger[0]?.events).toHaveLength(3)
    const [first, second, third] = done
    if (!first || !second || !third) throw new Error('three steps')
    const late = [first, second, { ...third, time: third.time + 1 }]
    expect(annWith(when, late)(MONDAY + 3 * DAY).ledger).toEqual([])
    expect(annWith(when, late)(MONDAY + 3 * DAY).missing.at(-1)?.because).toBe(
      '2 of 3 steps: core action, then integration connected, then data import within 2 days',
    )
  })

  test('of absence begins to hold at the very instant', () => {
    const when: Condition = { absent: 'session', for: '30d' }
    const told = annWith(when, [event('Session Started', { time: MONDAY })])
    expect(told(MONDAY + 30 * DAY - 1).ledger).toEqual([])
    expect(told(MONDAY + 30 * DAY).ledger[0]?.because).toBe('No session for 30 days, last on 9 Nov')
    expect(annWith(when, [])(MONDAY).ledger).toEqual([])
  })

  test('on the first days counts from signup, whichever event came first', () => {
    const when: Condition = { count: 'core', atLeast: 2, within: '7d', after: 'signup' }
    const core = (time: number) => event('Core Action Completed', { time })
    const events = [core(MONDAY - DAY), core(MONDAY + DAY), core(MONDAY + 6 * DAY), core(MONDAY + 7 * DAY)]
    const signup = event('Signed Up', { time: MONDAY })
    for (const past of [
      [signup, ...events],
      [...events, signup],
    ])
      expect(annWith(when, past)(MONDAY + 300 * DAY).ledger[0]?.because).toBe(
        '2 core actions in the first 7 days after signup',
      )
    const earlier = event('Signed Up', { time: MONDAY - DAY })
    expect(annWith(when, [...events, signup, earlier])(MONDAY + 300 * DAY).ledger[0]?.count).toBe(2)
  })

  test('tells apart who said it', () => {
    const events = [
      event('Core Action Completed', { trust: 'server' }),
      event('Core Action Completed', { trust: 'verified' }),
      event('Core Action Completed', { trust: 'browser' }),
    ]
    const counts = (['server', 'verified', 'browser'] as const).map(
      (by) => annWith({ count: 'core', atLeast: 1, by }, events)(MONDAY).ledger[0],
    )
    expect(counts.map((line) => line?.because)).toEqual([
      '1 core action (said by the backend), on 9 Nov',
      '2 core actions (verified), last on 9 Nov',
      '1 core action (unverified), on 9 Nov',
    ])
    expect(counts[1]?.events.map(({ trust }) => trust)).toEqual(['verified', 'server'])
  })

  test('of distinct values stays small and says "at least" for a person with a million of them', () => {
    const when: Condition = { distinct: 'project', of: 'core', atLeast: 3, within: '30d' }
    const company = new Company(compile(modelOf(when), 1))
    for (let i = 0; i < 3_000; i++)
      company.take(event('Core Action Completed', { time: MONDAY + i, properties: { project: `p${i}` } }))
    const ann = company.rows.get('ann') ?? newMember()
    expect(JSON.stringify(ann).length).toBeLessThan(4_000)
    const { ledger } = explain(ann, company.state.account, company.engine, MONDAY + DAY)
    expect(ledger[0]?.because).toBe('at least 32 different projects in 30 days, last on 9 Nov')
  })
})

describe('evidence', () => {
  const pricing = (day: number) => event('Pricing Viewed', { time: MONDAY + day * DAY, messageId: `p${day}` })
  const lineOf = (when: Condition, events: Parameters<typeof annWith>[1], day: number) =>
    annWith(when, events)(MONDAY + day * DAY).ledger[0]
  const ids = (line: ReturnType<typeof lineOf>) => line?.events.map(({ id }) => id)

  test('of a window is only what lies in it, and since when it does', () => {
    const when: Condition = { count: 'pricing', atLeast: 2, within: '7d' }
    const few = lineOf(when, [pricing(-40), pricing(-30), pricing(-2), pricing(0)], 1)
    expect(few).toMatchObject({ count: 2, firstAt: MONDAY - 2 * DAY, lastAt: MONDAY })
    expect(ids(few)).toEqual(['p0', 'p-2'])
    const many = lineOf(when, [-40, -5, -4, -3, -2, -1, 0].map(pricing), 0)
    expect(many).toMatchObject({ count: 6, firstAt: Math.floor(MONDAY / DAY - 5) * DAY })
    expect(ids(many)).toEqual(['p0', 'p-1', 'p-2', 'p-3'])
    const fresh = lineOf(when, [-5, -4, -3, -2, -1, 0].map(pricing), 0)
    expect(fresh).toMatchObject({ count: 6, firstAt: MONDAY - 5 * DAY })
  })

  test('of having been there lately is no older than that', () => {
    const when: Condition = { recent: 'pricing', within: '36h' }
    expect(ids(lineOf(when, [pricing(-3), pricing(-1), pricing(0)], 0))).toEqual(['p0', 'p-1'])
  })

  test('of a trait is the event that said so last, of the person or the account', () => {
    const said = (type: 'identify' | 'group', id: string, traits: Fields) =>
      event('', { type, traits, messageId: id, time: MONDAY - DAY, trust: 'server' })
    const past = [
      said('identify', 'who', { role: 'admin', email: 'ann@acme.test' }),
      said('group', 'where', { employees: 40 }),
    ]
    const stamp = { time: MONDAY - DAY, trust: 'server' }
    const dated = { firstAt: MONDAY - DAY, lastAt: MONDAY - DAY }
    for (const [when, id] of [
      [{ trait: 'role', is: 'admin' }, 'who'],
      [{ emailDomain: 'business' }, 'who'],
      [{ trait: 'employees', atLeast: 10 }, 'where'],
    ] as const)
      expect(lineOf(when, past, 0)).toMatchObject({ ...dated, events: [{ ...stamp, id }] })
    expect(lineOf({ trait: 'industry', known: false }, past, 0)).toMatchObject({ firstAt: null, events: [] })
  })
})

describe('points', () => {
  const invites = [0, 1, 2, 3].map((day) => event('Invite Sent', { time: MONDAY + day * DAY }))
  const each: Condition = { count: 'invite-sent', atLeast: 1 }

  test('for each occurrence stop at their limit, and the ledger says what was cut', () => {
    const told = annWith(each, invites, { points: 5, each: true, atMost: 15 })(MONDAY + 3 * DAY)
    expect(told.score).toBe(1500)
    expect(told.ledger.map(({ rule, points, because }) => [rule, points, because])).toEqual([
      ['r', 2000, '4 invites sent, last on 12 Nov'],
      ['cap', -500, 'Rule counts at most 15'],
    ])
  })

  test('fade by whole days: linear, in steps and by half-lives', () => {
    const [first] = invites
    if (!first) throw new Error('an invite')
    const after = (decay: NonNullable<Model['rules'][number]['decay']>, days: number) =>
      annWith(each, [first], { points: 10, decay })(MONDAY + days * DAY).score
    expect([0, 5, 9, 10, 11].map((days) => after({ linear: '10d' }, days))).toEqual([1000, 500, 100, 0, 0])
    expect([0, 6, 7, 14, 28].map((days) => after({ step: 0.25, every: '7d' }, days))).toEqual([
      1000, 1000, 750, 500, 0,
    ])
    expect([0, 7, 14, 69, 70].map((days) => after({ halfLife: '7d' }, days))).toEqual([1000, 500, 250, 1, 0])
  })

  test('of first days fade from the last of those days, and nothing later brings them back', () => {
    const when: Condition = { count: 'core', atLeast: 1, within: '2d', after: 'signup' }
    const core = (day: number) =>
      event('Core Action Completed', { time: MONDAY + day * DAY, at: MONDAY + day * DAY })
    const told = annWith(when, [event('Signed Up'), core(1), core(5)], {
      points: 10,
      decay: { linear: '10d' },
    })(MONDAY + 6 * DAY)
    expect([told.score, told.ledger[0]?.lastAt]).toEqual([500, MONDAY + DAY])
    expect(told.missing.map(({ rule }) => rule)).not.toContain('r')
  })

  test('for each occurrence fade on their own, and the ledger says how much is gone', () => {
    const told = annWith(each, invites, { points: 10, each: true, decay: { linear: '10d' } })(
      MONDAY + 3 * DAY,
    )
    expect(told.ledger.map(({ rule, points }) => [rule, points])).toEqual([
      ['r', 4000],
      ['decay', -600],
    ])
  })
})

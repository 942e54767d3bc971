import { describe, expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { EventEntry } from '../../server/core/types.ts'
import type { Condition } from '../../server/wire/condition.ts'
import type { Trust } from '../../server/wire/event.ts'
import { Company, days, event, MONDAY } from './build.ts'

/* What somebody with nothing but the public key may try, in a console, and what comes of it. */

const forged = (name: string, given: Partial<EventEntry> = {}): EventEntry =>
  event(name, { trust: 'browser', ...given })

const verified = compile({ ...BALANCED, trust: 'verified' }, 1)

const asking = (when: Condition) =>
  compile(
    { ...BALANCED, rules: [{ id: 'r', family: 'f', label: 'Rule', points: 60, when }], families: {} },
    1,
  )

function scoreOf(company: Company, who = 'ann'): number {
  const member = company.rows.get(who) ?? newMember()
  return explain(member, company.state.account, company.engine, MONDAY).score / 100
}

/** Everything that makes somebody sales-ready. */
const qualifying = (subject: string, trust: Trust): EventEntry[] => [
  ...Array.from({ length: 5 }, () => event('Core Action Completed', { subject, trust })),
  event('Integration Connected', { subject, trust }),
  event('Limit Reached', { subject, trust, properties: { limit: 'records', used: 100, max: 100 } }),
  ...Array.from({ length: 2 }, () => event('Pricing Viewed', { subject, trust })),
]

describe('a forger', () => {
  test('claims a plan, a subscription, a trial and a won deal: nothing changes', () => {
    const company = new Company()
    company.take(event('Demo Requested'))
    const before = structuredClone(company.lead.status)
    company.take(
      forged('', { type: 'identify', traits: { plan: 'enterprise', company: { plan: 'enterprise' } } }),
      forged('', { type: 'group', traits: { plan: 'enterprise' } }),
      forged('Subscription Started', { properties: { plan: 'enterprise', amount: 1e9 } }),
      forged('Subscription Ended'),
      forged('Trial Started'),
      forged('Deal Closed', { properties: { outcome: 'won', amount: 1e9 } }),
    )
    expect(company.lead.status).toBe(before)
    expect(Object.keys(company.state.account.own?.traits ?? {})).toEqual([])
    expect(company.state.account.coolUntil).toBeNull()
    expect(Object.keys(company.rows.get('ann')?.named?.traits ?? {})).toEqual([])
  })

  test('says what a backend has said otherwise: the backend is believed', () => {
    const company = new Company(asking({ trait: 'role', is: 'admin' }))
    company.take(
      event('', { type: 'identify', trust: 'server', traits: { role: 'member' } }),
      forged('', { type: 'identify', time: MONDAY + 1, traits: { role: 'admin' } }),
    )
    expect(scoreOf(company)).toBe(0)
  })

  test('says that somebody signed up long ago: the first days are those that a backend told', () => {
    const company = new Company(asking({ count: 'core', atLeast: 1, within: '7d', after: 'signup' }))
    const at = MONDAY + days(1)
    company.take(
      event('Signed Up', { trust: 'server' }),
      event('Core Action Completed', { time: at, at }),
      forged('Signed Up', { time: MONDAY - days(900), at }),
    )
    expect(scoreOf(company)).toBe(60)
    company.take(forged('Signed Up', { subject: 'bob', time: at, at }))
    company.take(event('Core Action Completed', { subject: 'bob', time: at, at }))
    expect(scoreOf(company, 'bob')).toBe(60)
  })

  test('fills a limit that the backend counts: the backend is believed', () => {
    const company = new Company(asking({ limit: 'records', atLeast: 1 }))
    const limit = (used: number) => ({ properties: { limit: 'records', used, max: 100 } })
    company.take(
      event('Limit Approached', { trust: 'server', ...limit(80) }),
      forged('Limit Reached', { time: MONDAY + 1, ...limit(100) }),
    )
    expect(scoreOf(company)).toBe(0)
  })

  test('does what only counts when the backend or a signed-in person says it', () => {
    const own = new Company(asking({ count: 'core', atLeast: 1, by: 'verified' }))
    own.take(forged('Core Action Completed'))
    expect(scoreOf(own)).toBe(0)
    const backend = new Company(asking({ count: 'core', atLeast: 1, by: 'server' }))
    backend.take(event('Core Action Completed', { trust: 'verified' }))
    expect(scoreOf(backend)).toBe(0)
  })

  test('makes up colleagues: where proof is asked for, they are no users, no lead and no credit', () => {
    const company = new Company(verified)
    company.take(event('Session Started', { subject: 'ann' }))
    for (const subject of ['x1', 'x2', 'x3'])
      company.take(
        forged('Invite Accepted', { subject, properties: { invitedBy: 'ann' } }),
        ...qualifying(subject, 'browser'),
      )
    const { account } = company.state
    expect(account.sums).toMatchObject({ known: 1, active: 1, qualified: 0, sales: 0 })
    expect(account.qualified).toBe(false)
    expect(account.lead).toBeNull()
    expect(company.rows.get('ann')?.invitees).toEqual({})
  })

  test('... and a colleague who proves it later is credited then', () => {
    const company = new Company(verified)
    company.take(
      event('Session Started', { subject: 'ann' }),
      forged('Invite Accepted', { subject: 'bob', properties: { invitedBy: 'ann' } }),
      forged('Core Action Completed', { subject: 'bob' }),
    )
    expect(company.rows.get('ann')?.invitees).toEqual({})
    company.take(event('Session Started', { subject: 'bob', time: MONDAY + 1 }))
    expect(Object.keys(company.rows.get('ann')?.invitees ?? {})).toEqual(['bob'])
  })

  test('behaves like a buyer: where everybody counts, the lead says that nobody vouches for it', () => {
    const company = new Company()
    company.take(...qualifying('ann', 'browser'))
    expect(company.lead.verified).toBe(false)
    expect(company.lead.reasons.flatMap(({ events }) => events.map(({ trust }) => trust))).not.toContain(
      'verified',
    )
  })

  test('asks for sales in another name: what the real one wrote stays, and sales hears of it once a day', () => {
    const company = new Company()
    company.take(event('Sales Contact Requested', { properties: { message: 'Call me' } }))
    company.news()
    for (let i = 1; i <= 20; i++)
      company.take(forged('Sales Contact Requested', { time: MONDAY + i, properties: { message: 'Spam' } }))
    expect(company.news()).toEqual(Array.from({ length: 20 }, () => 'lead.updated (quiet)'))
    expect(company.lead).toMatchObject({ message: 'Call me', verified: true })
    company.take(forged('Sales Contact Requested', { time: MONDAY + days(1) }))
    expect(company.news()).toContain('lead.updated')
  })

  test('reports figures beyond all sense: they stay sayable', () => {
    const company = new Company()
    for (const [used, max] of [
      [Number.POSITIVE_INFINITY, 0],
      [1e308, 1e-308],
      [-5, 10],
      [Number.MAX_VALUE, Number.POSITIVE_INFINITY],
    ])
      company.take(
        forged('Limit Reached', {
          properties: { limit: 'records', used: used ?? 0, max: max ?? 0 },
        }),
      )
    const member = company.rows.get('ann') ?? newMember()
    const told = explain(member, company.state.account, company.engine, MONDAY)
    expect(JSON.stringify(told)).not.toMatch(/Infinity|NaN|e\+/)
    expect(JSON.parse(JSON.stringify(member))).toEqual(member)
  })

  test('sends sums that cannot be added up: only positive numbers count, each within bounds', () => {
    const when: Condition = { sum: 'rows', of: 'import', atLeast: 100 }
    const company = new Company(asking(when))
    for (const rows of [-1e9, '1000', Number.NaN, null, true])
      company.take(forged('Data Imported', { properties: { rows } }))
    expect(scoreOf(company)).toBe(0)
    company.take(forged('Data Imported', { properties: { rows: Number.MAX_VALUE } }))
    expect(
      Number.isSafeInteger(Object.values(company.rows.get('ann')?.named?.measures ?? {}).at(-1)?.count),
    ).toBe(true)
  })

  test('floods an account with made-up limits and traits: what the backend said is not crowded out', () => {
    const company = new Company(asking({ limit: 'records', atLeast: 1 }))
    const limit = (name: string, used: number) => ({ properties: { limit: name, used, max: 100 } })
    company.take(
      event('Limit Reached', { trust: 'server', ...limit('records', 100) }),
      event('', { type: 'group', trust: 'server', traits: { segment: 'enterprise' } }),
    )
    for (let i = 0; i < 300; i++)
      company.take(
        forged('Limit Reached', { time: MONDAY + i, ...limit(`made-up-${i}`, 1) }),
        forged('', { type: 'group', time: MONDAY + i, traits: { [`made-up-${i}`]: i } }),
      )
    expect(scoreOf(company)).toBe(60)
    const { limits, traits } = company.state.account.own ?? {}
    expect(limits?.['records']?.value).toMatchObject({ used: 100 })
    expect(traits?.['segment']?.value).toBe('enterprise')
    expect(Object.keys(limits ?? {}).length).toBeLessThan(150)
  })

  test('claims to have invited everybody long ago: whom somebody vouches for keeps the credit', () => {
    const company = new Company()
    const invite = (subject: string, time: number, trust: Trust) =>
      event('Invite Sent', { subject, time, trust, properties: { email: 'bob@acme.example' } })
    company.take(invite('ann', MONDAY, 'server'))
    company.take(forged('Session Started', { subject: 'eve' }), invite('eve', 0, 'browser'))
    for (let i = 0; i < 400; i++)
      company.take(
        forged('Invite Sent', { subject: 'eve', time: i, properties: { email: `x${i}@acme.example` } }),
      )
    company.take(
      event('Session Started', { subject: 'ann' }),
      event('', { type: 'identify', subject: 'bob', traits: { email: 'bob@acme.example' } }),
      event('Core Action Completed', { subject: 'bob' }),
    )
    expect(Object.keys(company.rows.get('ann')?.invitees ?? {})).toEqual(['bob'])
    expect(company.rows.get('eve')?.invitees).toEqual({})
    expect(Object.keys(company.state.account.invites).length).toBeLessThanOrEqual(256)
  })

  test('acts in the name of a colleague whom a token vouches for: each line says who vouches for what', () => {
    const company = new Company(verified)
    company.take(event('Session Started', { subject: 'ann' }))
    company.take(...qualifying('ann', 'browser'))
    const lines = company.lead.reasons.filter(({ events }) => events.length > 0)
    const forgedLines = lines.filter(({ events }) => events.every(({ trust }) => trust === 'browser'))
    expect(forgedLines.map(({ rule }) => rule)).toContain('pricing-visits')
    expect(forgedLines.map(({ rule }) => rule)).toContain('core-workflow')
  })

  test('is many: the share of the real users is of those who are vouched for', () => {
    const company = new Company(verified)
    company.take(...qualifying('ann', 'verified'), ...qualifying('bob', 'verified'))
    expect(company.state.account.qualified).toBe(true)
    for (let i = 0; i < 50; i++) company.take(forged('Session Started', { subject: `x${i}` }))
    expect(company.state.account.qualified).toBe(true)
  })
})

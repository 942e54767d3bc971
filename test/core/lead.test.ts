import { describe, expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { reckon } from '../../server/core/fold.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { EventEntry } from '../../server/core/types.ts'
import { action, balanced, Company, days, event, hours, MONDAY } from './build.ts'

/** Enough for the sales tier: 25 core + 10 active + 15 limit + 20 pricing = 70. */
function ready(given: Partial<EventEntry> = {}): EventEntry[] {
  const core = Array.from({ length: 5 }, () => event('Core Action Completed', given))
  const limit = event('Limit Reached', { ...given, properties: { limit: 'records', used: 100, max: 100 } })
  return [...core, limit, event('Pricing Viewed', given), event('Pricing Viewed', given)]
}

const asks = (given: Partial<EventEntry> = {}): EventEntry =>
  event('Sales Contact Requested', { properties: { message: 'Can we talk?' }, ...given })

function openCompany(given: Partial<EventEntry> = {}): Company {
  const company = new Company()
  company.take(...ready(given))
  expect(company.news()).toEqual([given.historic ? 'lead.qualified (quiet)' : 'lead.qualified'])
  return company
}

describe('a lead opens', () => {
  test('when somebody crosses into the sales tier, with the reasons and a promise', () => {
    const { lead } = openCompany()
    expect(lead).toMatchObject({
      no: 1,
      type: 'pql',
      status: 'open',
      subject: 'ann',
      score: 7_000,
      verified: true,
    })
    expect(lead.reasons.map((line) => line.because)).toEqual([
      '5 core actions in 14 days, last on 9 Nov',
      'Active in 7 days, last on 9 Nov',
      '100 of 100 records used, on 9 Nov',
      '2 pricing visits in 30 days, last on 9 Nov',
    ])
    expect(new Date(lead.dueAt ?? 0).toISOString()).toBe('2026-11-10T10:00:00.000Z')
    expect(lead.route).toBe('small-team')
  })

  test('not for somebody below the sales tier, however qualified', () => {
    const company = new Company()
    company.take(...ready().slice(1))
    company.take(event('Integration Connected'))
    expect(company.news()).toEqual([])
    expect(company.state.account.lead).toBeNull()
  })

  test('at any score when somebody asks, the same business day', () => {
    const company = new Company()
    company.take(asks())
    expect(company.news()).toEqual(['lead.qualified'])
    expect(company.lead).toMatchObject({
      type: 'hand-raise',
      route: 'hand-raise',
      message: 'Can we talk?',
      score: 1_000,
      tier: 'self-serve',
    })
    expect(company.state.account).toMatchObject({ tier: 'self-serve', sums: { sales: 1 } })
    expect(new Date(company.lead.dueAt ?? 0).toISOString()).toBe('2026-11-09T17:00:00.000Z')
  })

  test('never for a test key', () => {
    const company = new Company()
    company.take(...ready({ counts: false }), asks({ counts: false }))
    company.advance(MONDAY + days(60))
    expect(company.news()).toEqual([])
  })

  test('as an account lead when half of the active users qualify', () => {
    const company = new Company()
    const middling = [
      ...ready({ subject: 'bob' }).slice(0, 6),
      event('Integration Connected', { subject: 'bob' }),
    ]
    company.take(...middling, ...ready())
    expect(company.state.account).toMatchObject({ qualified: true, sums: { qualified: 2, active: 2 } })
    expect(company.lead.type).toBe('pqa')
  })

  test('again only after the sales tier was left, or when the cool-down ends if it was reached anew meanwhile', () => {
    const company = openCompany()
    company.take(action({ action: 'disqualify', at: MONDAY + hours(1), body: { reason: 'student' } }))
    company.take(...ready({ time: MONDAY + days(31) }))
    expect(company.news()).toEqual(['lead.closed', 'lead.qualified'])
    expect(company.lead.no).toBe(2)
  })

  test('not again at the end of the cool-down while nothing changed', () => {
    const company = openCompany()
    company.take(action({ action: 'disqualify', at: MONDAY + hours(1), body: { reason: 'student' } }))
    for (let n = 1; n < 40; n++) company.take(...ready({ time: MONDAY + days(n) }))
    expect(company.news()).toEqual(['lead.closed'])
  })
})

describe('an open lead', () => {
  test('takes new evidence in silently, and says so when it becomes a stronger kind', () => {
    const company = openCompany()
    company.take(event('Integration Connected', { time: MONDAY + hours(1) }))
    expect(company.news()).toEqual([])
    expect(company.lead.score).toBe(8_000)
    company.take(asks({ time: MONDAY + hours(2) }))
    expect(company.news()).toEqual(['lead.updated'])
    expect(company.lead).toMatchObject({ no: 1, type: 'hand-raise', route: 'hand-raise' })
    expect(new Date(company.lead.dueAt ?? 0).toISOString()).toBe('2026-11-09T17:00:00.000Z')
  })

  test('lapses at the very instant at which time alone takes the qualification away', () => {
    const company = openCompany()
    company.advance(MONDAY + days(7) - 1)
    expect(company.news()).toEqual(['lead.breached'])
    company.advance(MONDAY + days(60))
    expect(company.news()).toEqual(['lead.closed'])
    expect(company.lead).toMatchObject({ status: 'lapsed', closedAt: MONDAY + days(7) })
  })

  test('does not lapse once somebody works on it, nor when a person asked', () => {
    const claimed = openCompany()
    claimed.take(action({ action: 'claim', at: MONDAY + hours(1) }))
    claimed.advance(MONDAY + days(60))
    expect(claimed.lead).toMatchObject({ status: 'claimed', owner: 'kim@sales' })
    expect(claimed.news()).toEqual([])
    const raised = new Company()
    raised.take(asks())
    raised.advance(MONDAY + days(60))
    expect(raised.lead.status).toBe('open')
    expect(raised.news()).toEqual(['lead.qualified', 'lead.breached'])
  })

  test('is breached once, at its promise, while nobody touched it', () => {
    const company = openCompany()
    const result = company.advance(MONDAY + days(2))
    expect(result.decisions.map(({ id, kind, at }) => ({ id, kind, at }))).toEqual([
      { id: `acme/d${MONDAY + days(1)}/0`, kind: 'lead.breached', at: MONDAY + days(1) },
    ])
    expect(company.lead.breachedAt).toBe(MONDAY + days(1))
  })

  test('sleeps when snoozed and wakes at its instant', () => {
    const company = openCompany()
    const until = new Date(MONDAY + days(3)).toISOString()
    company.take(action({ action: 'snooze', at: MONDAY + hours(1), body: { until } }))
    company.advance(MONDAY + days(3) - 1)
    expect(company.lead.status).toBe('snoozed')
    company.advance(MONDAY + days(3))
    expect(company.lead).toMatchObject({ status: 'claimed', owner: 'kim@sales', snoozedUntil: null })
    expect(company.news()).toEqual(['lead.updated'])
  })

  test('closes as won when the backend says they subscribed, and never on the word of a browser', () => {
    const company = openCompany()
    const bought = { time: MONDAY + hours(1), properties: { plan: 'pro', amount: 49.9, currency: 'eur' } }
    company.take(event('Subscription Started', { ...bought, trust: 'browser' }))
    company.take(event('Subscription Started', { ...bought, trust: 'verified' }))
    company.take(event('Deal Closed', { ...bought, trust: 'browser', properties: { outcome: 'won' } }))
    expect(company.news()).toEqual([])
    company.take(event('Subscription Started', { ...bought, trust: 'server' }))
    expect(company.news()).toEqual(['lead.closed'])
    expect(company.lead).toMatchObject({
      status: 'won',
      outcome: { reason: 'subscribed', amount: 4_990, currency: 'EUR' },
    })
    expect(company.state.account.own?.traits['plan']?.value).toBe('pro')
  })

  test('closes as the deal closed', () => {
    const company = openCompany()
    const lost = { outcome: 'closed-lost', reason: 'budget' }
    company.take(event('Deal Closed', { time: MONDAY + 1, trust: 'server', properties: lost }))
    expect(company.lead).toMatchObject({ status: 'lost', outcome: { reason: 'budget' } })
  })

  test('shows only plain text of bounded length as the message', () => {
    const company = new Company()
    company.take(asks({ properties: { message: ` ${'x'.repeat(5_000)}` } }))
    expect(company.lead.message).toHaveLength(1_000)
  })
})

describe('an unverified request', () => {
  test('opens a lead that says so, and is announced once a day', () => {
    const company = new Company()
    company.take(asks({ trust: 'browser' }), asks({ trust: 'browser' }))
    expect(company.news()).toEqual(['lead.qualified', 'lead.updated (quiet)'])
    expect(company.lead.verified).toBe(false)
    company.take(asks({ trust: 'browser', time: MONDAY + days(1) }))
    expect(company.news()).toContain('lead.updated')
    company.take(asks({ trust: 'verified', time: MONDAY + days(1) }))
    expect(company.news()).toEqual(['lead.updated'])
    expect(company.lead.verified).toBe(true)
  })

  test('never speaks for a verified one', () => {
    const company = new Company()
    company.take(asks())
    company.take(
      asks({ subject: 'eve', trust: 'browser', properties: { message: 'Send the invoice to eve.test' } }),
    )
    expect(company.lead).toMatchObject({ subject: 'ann', verified: true, message: 'Can we talk?' })
    expect(company.lead.history.at(-1)).toMatchObject({ action: 'asked for sales', note: 'eve' })
  })

  test('leaves the reasons of a verified champion in place', () => {
    const company = openCompany()
    company.take(asks({ subject: 'eve', trust: 'browser' }))
    const stays = { type: 'hand-raise', subject: 'ann', score: 7_000, verified: false, email: null }
    expect(company.lead).toMatchObject(stays)
    company.take(asks({ subject: 'mal', trust: 'browser', properties: { email: 'mal@evil.test' } }))
    expect(company.lead).toMatchObject(stays)
    company.take(asks({ subject: 'bob', trust: 'verified' }))
    expect(company.lead).toMatchObject({ subject: 'bob', verified: true })
  })

  test('in a verified installation, unvouched members neither qualify the account nor open leads', () => {
    const strict = compile({ ...BALANCED, trust: 'verified' }, 1)
    const company = new Company(strict)
    company.take(...ready({ trust: 'browser' }))
    expect(company.news()).toEqual([])
    expect(company.state.account.sums).toMatchObject({ members: 1, known: 0, qualified: 0 })
    company.take(event('Session Started'))
    expect(company.news()).toEqual(['lead.qualified'])
  })
})

describe('what sales does', () => {
  test('is refused with a reason when it makes no sense, and then changes nothing', () => {
    const company = openCompany()
    const refusal = (given: Parameters<typeof action>[0]) => company.take(action(given)).refused
    const at = MONDAY + hours(1)
    expect(refusal({ action: 'claim', at, leadNo: 7 })).toMatch(/newer lead/)
    expect(refusal({ action: 'disqualify', at })).toMatch(/reason/)
    expect(refusal({ action: 'outcome', at })).toMatch(/won or lost/)
    expect(refusal({ action: 'snooze', at, body: { until: '2020-01-01T00:00:00Z' } })).toMatch(/future/)
    expect(refusal({ action: 'undo', at })).toMatch(/nothing to undo/)
    expect(company.lead.status).toBe('open')
    company.take(action({ action: 'outcome', at, body: { outcome: 'lost', reason: 'budget' } }))
    expect(refusal({ action: 'claim', at })).toMatch(/closed/)
  })

  test('can be undone once', () => {
    const company = openCompany()
    company.take(action({ action: 'claim', at: MONDAY + 1 }))
    company.take(action({ action: 'outcome', at: MONDAY + 2, body: { outcome: 'won', amount: 12.5 } }))
    expect(company.lead).toMatchObject({ status: 'won', outcome: { amount: 1_250 }, closedAt: MONDAY + 2 })
    company.take(action({ action: 'undo', at: MONDAY + 3 }))
    expect(company.lead).toMatchObject({
      status: 'claimed',
      owner: 'kim@sales',
      outcome: null,
      closedAt: null,
    })
    expect(company.take(action({ action: 'undo', at: MONDAY + 4 })).refused).toMatch(/nothing to undo/)
    expect(company.lead.history.map((line) => line.action)).toEqual(['opened', 'claimed', 'won', 'undone'])
  })
})

describe('those whose time comes at one instant', () => {
  test('are decided on in order of their names, whoever was loaded first', () => {
    const company = new Company()
    for (const subject of ['dee', 'ann', 'cy']) company.take(...ready({ subject }))
    company.decisions.length = 0
    company.unload()
    company.take(event('Session Started', { subject: 'dee', at: MONDAY + days(13), time: MONDAY }))
    company.advance(MONDAY + days(14))
    const lapsed = company.decisions.filter(({ kind }) => kind === 'user.lapsed')
    expect(lapsed.map(({ subject }) => subject)).toEqual(['ann', 'cy', 'dee'])
  })
})

describe('an imported history', () => {
  test('opens and closes leads without promise or notice, even when they lapse later', () => {
    const company = openCompany({ historic: true })
    expect(company.lead).toMatchObject({ historic: true, dueAt: null })
    company.advance(MONDAY + days(60))
    expect(company.news()).toEqual(['lead.closed (quiet)'])
  })

  test('is labelled when it is made up, and its requests are past once their people are', () => {
    const company = new Company()
    company.take(asks({ historic: true, generated: true }))
    expect(company.lead).toMatchObject({ type: 'hand-raise', generated: true, status: 'open' })
    company.advance(MONDAY + days(60))
    expect(company.lead.status).toBe('lapsed')
  })

  test('makes room for what is live: a request turns its lead into a live one', () => {
    const company = openCompany({ historic: true })
    company.take(asks({ time: MONDAY + days(1) }))
    expect(company.news()).toEqual(['lead.qualified'])
    expect(company.lead).toMatchObject({ no: 1, historic: false, type: 'hand-raise' })
  })
})

describe('a move', () => {
  test('takes the loose part along, and an emptied account closes its lead as moved', () => {
    const company = openCompany({ named: false })
    const part = company.rows.get('ann')?.loose ?? null
    company.take({
      kind: 'move',
      seq: 999,
      account: 'acme',
      at: MONDAY + 1,
      historic: false,
      subject: 'ann',
      anonymous: false,
      direction: 'out',
      what: 'loose',
      other: { account: 'globex', subject: 'ann' },
    })
    expect(company.news()).toEqual(['lead.closed'])
    expect(company.lead).toMatchObject({ status: 'moved', movedTo: 'globex' })
    expect(company.rows.size).toBe(0)
    expect(company.state.account.sums).toMatchObject({ members: 0, tiers: {} })

    const there = new Company()
    there.take({
      kind: 'move',
      seq: 1000,
      account: 'globex',
      at: MONDAY + 1,
      historic: false,
      subject: 'ann',
      anonymous: false,
      direction: 'in',
      what: 'loose',
      parts: { named: null, loose: part },
      other: { account: 'acme', subject: 'ann' },
    })
    expect(there.rows.get('ann')?.loose).toEqual(part)
    expect(there.rows.get('ann')?.summary.tier).toBe('sales-ready')
  })

  test('leaves the lead as it was told, whether or not who left is still in memory', () => {
    const scoreAfter = (isInMemory: boolean) => {
      const company = new Company()
      company.take(event('Core Action Completed', { subject: 'bob' }), event('Core Action Completed'), asks())
      // Counted anew, all of it turned out to be somebody else's.
      Object.assign(company.state.members.get('ann') ?? {}, { named: null, loose: null })
      reckon(company.state, balanced, MONDAY + hours(1))
      company.rows.delete('ann')
      if (!isInMemory) company.unload()
      company.advance(MONDAY + hours(2), compile(BALANCED, 2))
      return company.lead.score
    }
    expect(scoreAfter(false)).toBe(1_000)
    expect(scoreAfter(true)).toBe(1_000)
  })

  test('of an anonymous visitor who signs in makes them a user with their history', () => {
    const company = new Company()
    company.take(event('Pricing Viewed', { subject: 'anon-1', anonymous: true, trust: 'browser' }))
    expect(company.state.account.sums).toMatchObject({ members: 1, known: 0 })
    const part = company.rows.get('anon-1')?.named ?? null
    const move = { kind: 'move', account: 'acme', at: MONDAY + 1, historic: false, what: 'all' } as const
    company.take(
      {
        ...move,
        seq: 1001,
        subject: 'anon-1',
        anonymous: true,
        direction: 'out',
        other: { account: 'acme', subject: 'ann' },
      },
      {
        ...move,
        seq: 1002,
        subject: 'ann',
        anonymous: false,
        direction: 'in',
        parts: { named: part, loose: null },
        other: { account: 'acme', subject: 'anon-1' },
      },
    )
    expect([...company.rows.keys()]).toEqual(['ann'])
    expect(company.state.account.sums).toMatchObject({ members: 1, known: 1, active: 1 })
    expect(company.rows.get('ann')?.named?.measures['pricing']?.count).toBe(1)
  })
})

describe('a new model', () => {
  test('is applied to everybody, and opens a lead only for a crossing', () => {
    const company = new Company()
    company.take(...ready().slice(1), ...ready({ subject: 'bob' }).slice(1))
    expect(company.news()).toEqual([])
    const easier = compile(
      {
        ...BALANCED,
        rules: BALANCED.rules.map((rule) => ({ ...rule, points: rule.points * 2 })),
        families: {},
      },
      2,
    )
    company.unload()
    company.advance(MONDAY + 1, easier)
    expect(company.news()).toEqual(['lead.qualified'])
    expect(company.state.account.model).toBe(2)
    expect(company.decisions).toHaveLength(0)
    company.advance(MONDAY + 2, balanced)
    expect(company.news()).toEqual(['lead.closed'])
  })

  test('that looks at traits of the account judges everybody again when they change', () => {
    const fit = compile(
      {
        ...BALANCED,
        rules: [
          ...BALANCED.rules,
          {
            id: 'industry',
            family: 'fit',
            label: 'Fit',
            points: 30,
            when: { trait: 'industry', is: 'SaaS' },
          },
        ],
      },
      1,
    )
    const company = new Company(fit)
    company.take(event('Session Started'), event('Session Started', { subject: 'bob' }))
    company.unload()
    company.take(event('', { type: 'group', traits: { industry: 'saas' } }))
    expect([...company.rows.values()].map((row) => row.summary.score)).toEqual([4_000, 4_000])
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { EventEntry } from '../../server/core/types.ts'
import type { Model } from '../../server/wire/model.ts'
import { action, Company, days, event, MONDAY } from './build.ts'
import { anyCourse, RUNS } from './histories.ts'
import { anyEngine } from './models.ts'

/* Routes that leave people to the product: prompts, and no lead. */

const SELF_SERVE: Model['routes'][number] = {
  id: 'limit-self-serve',
  label: 'Plan limit hit on self-serve',
  to: 'In-app upsell',
  lead: false,
  when: {
    all: [
      { limit: '*', atLeast: 1 },
      { trait: 'plan', is: 'free' },
    ],
  },
}
const SSO: Model['routes'][number] = {
  id: 'sso',
  label: 'Tried SSO',
  to: 'Enterprise sales',
  slaHours: 8,
  when: { count: 'gate', atLeast: 1, where: { feature: 'sso' } },
}
const company = (...routes: Model['routes']): Company =>
  new Company(compile({ ...BALANCED, routes: [...routes, ...BALANCED.routes] }, 1))

/** Enough for the sales tier: 25 core + 10 active + 15 limit + 20 pricing = 70. */
const ready = (given: Partial<EventEntry> = {}): EventEntry[] => [
  event('Limit Reached', { ...given, properties: { limit: 'records', used: 100, max: 100 } }),
  ...Array.from({ length: 5 }, () => event('Core Action Completed', given)),
  event('Pricing Viewed', given),
  event('Pricing Viewed', given),
]
const onPlan = (plan: string, given: Partial<EventEntry> = {}): EventEntry =>
  event('', { type: 'group', trust: 'server', traits: { plan }, ...given })

const explained = ({ rows, state, engine }: Company) =>
  explain(rows.get('ann') ?? newMember(), state.account, engine, MONDAY)

describe('a route without a lead', () => {
  test('leaves whoever it is the first to fit to the product, however high the score', () => {
    const acme = company(SELF_SERVE)
    acme.take(onPlan('free'), ...ready())
    expect(acme.state.account).toMatchObject({ lead: null, sums: { sales: 1 } })
    expect(explained(acme)).toMatchObject({
      qualified: true,
      score: 7000,
      inApp: 'Plan limit hit on self-serve',
    })
  })

  test('ends when an earlier route fits, or its own reason is gone', () => {
    const tried = company(SSO, SELF_SERVE)
    tried.take(onPlan('free'), ...ready())
    expect(tried.news()).toEqual([])
    tried.take(event('Premium Feature Attempted', { properties: { feature: 'sso' } }))
    expect(tried.news()).toEqual(['lead.qualified'])
    expect(tried.lead).toMatchObject({ type: 'pql', route: 'sso' })
    const bought = company(SELF_SERVE)
    bought.take(onPlan('free'), ...ready(), onPlan('team', { time: MONDAY + 1, at: MONDAY + 1 }))
    expect(bought.lead).toMatchObject({ type: 'pql', route: 'small-team' })
  })

  test('never stands between somebody who asks and sales, and takes no open lead away', () => {
    const acme = company(SELF_SERVE)
    acme.take(onPlan('free'), ...ready(), event('Sales Contact Requested'))
    expect(acme.lead).toMatchObject({ type: 'hand-raise', route: 'hand-raise' })
    expect(explained(acme).inApp).toBeNull()
    const other = company(SELF_SERVE)
    other.take(...ready(), onPlan('free'))
    expect(other.lead).toMatchObject({ status: 'open', type: 'pql', route: 'small-team' })
  })

  test('does not stand in the way of the next lead for the others', () => {
    const acme = company(SSO, SELF_SERVE)
    const of = (subject: string, day: number) => ({
      subject,
      time: MONDAY + days(day),
      at: MONDAY + days(day),
    })
    const tried = (day: number) => [
      ...ready(of('bob', day)),
      event('Premium Feature Attempted', { ...of('bob', day), properties: { feature: 'sso' } }),
    ]
    acme.take(onPlan('free'), ...ready(), ...tried(0))
    acme.take(action({ action: 'disqualify', body: { reason: 'student' }, at: MONDAY + 1 }))
    for (let day = 5; day < 60; day += 5) acme.take(...ready(of('ann', day)))
    expect(acme.state.account.sums.sales).toBe(1)
    acme.take(...tried(60))
    expect(acme.lead).toMatchObject({ no: 2, status: 'open', subject: 'bob', route: 'sso' })
  })

  test('that time ends opens the lead at that very instant', () => {
    const acme = company({ ...SELF_SERVE, when: { recent: 'pricing', within: '3d' } })
    acme.take(...ready())
    acme.advance(MONDAY + days(3) - 1)
    expect(acme.state.account.lead).toBeNull()
    acme.advance(MONDAY + days(30))
    expect(acme.lead).toMatchObject({ openedAt: MONDAY + days(3), route: 'small-team' })
  })

  test('for small teams ends when the team has grown, whoever was the last to join', () => {
    const acme = company({ id: 'tiny', label: 'One or two', to: 'Prompts', lead: false, usersBelow: 3 })
    acme.take(...ready(), event('Session Started', { subject: 'bob' }))
    expect(acme.state.account.lead).toBeNull()
    acme.unload()
    acme.take(event('Session Started', { subject: 'cy' }))
    expect(acme.lead).toMatchObject({ subject: 'ann', route: 'small-team' })
  })

  test('is never the route of a lead', () => {
    fc.assert(
      fc.property(anyCourse(), anyEngine, (journal, engine) => {
        const acme = new Company(engine)
        acme.take(...journal)
        for (const { lead } of acme.decisions) expect(lead?.route).not.toBe('in-app')
      }),
      RUNS,
    )
  })
})

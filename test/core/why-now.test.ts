import { describe, expect, test } from 'vitest'
import { explain } from '../../server/core/explain.ts'
import { newMember } from '../../server/core/member.ts'
import type { EventEntry } from '../../server/core/types.ts'
import { whyNow } from '../../server/core/why-now.ts'
import { balanced, Company, days, event, MONDAY } from './build.ts'

/** Enough core actions to outweigh everything by points. */
const busy = (): EventEntry[] => Array.from({ length: 12 }, () => event('Core Action Completed'))
const limit = (given: Partial<EventEntry> = {}) =>
  event('Limit Reached', { properties: { limit: 'records', used: 100, max: 100 }, ...given })
const gate = (feature: string) => event('Premium Feature Attempted', { properties: { feature } })
const pricing = () => event('Pricing Viewed')
const colleague = () => [
  event('Invite Accepted', { subject: 'bob', properties: { invitedBy: 'ann' } }),
  event('Activated', { subject: 'bob' }),
]

const reason = (events: readonly EventEntry[], at = MONDAY): string => {
  const company = new Company()
  company.take(...events)
  const { account } = company.state
  const member = company.rows.get('ann') ?? newMember()
  return whyNow({ member, account, at }, explain(member, account, balanced, at).ledger, balanced)
}

describe('the one reason', () => {
  test.each<[string, EventEntry[]]>([
    ['100 of 100 records used, on 9 Nov', [limit(), gate('sso'), pricing(), ...colleague()]],
    ['100 of 100 records used, on 9 Nov', [limit({ subject: 'bob' }), gate('sso')]],
    ['Tried SSO on 9 Nov', [gate('sso'), pricing(), ...colleague()]],
    ['Tried SSO 2 times, last on 9 Nov', [gate('sso'), gate('sso')]],
    ['1 pricing visit, on 9 Nov', [pricing(), ...colleague()]],
    ['1 invited teammate became active, since 9 Nov', colleague()],
    ['12 core actions in 14 days, last on 9 Nov', []],
    [
      '12 core actions in 14 days, last on 9 Nov',
      [limit(), event('Subscription Started', { time: MONDAY + 1, trust: 'server' })],
    ],
  ])('is %s', (words, events) => {
    expect(reason([...busy(), ...events])).toBe(words)
  })

  test('is not what nobody did lately', () => {
    const again = { time: MONDAY + days(20) }
    const later = Array.from({ length: 5 }, () => event('Core Action Completed', again))
    expect(reason([pricing(), gate('sso'), ...later], again.time)).toBe(
      '5 core actions in 14 days, last on 29 Nov',
    )
  })

  test('is kept with the lead as it was decided', () => {
    const company = new Company()
    company.take(...busy(), limit(), pricing(), pricing())
    expect(company.lead.reason).toBe('100 of 100 records used, on 9 Nov')
  })
})

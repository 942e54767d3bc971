import { describe, expect, test } from 'vitest'
import { bucket } from '../../server/core/bucket.ts'
import { factsOf } from '../../server/core/facts.ts'
import { matches } from '../../server/core/match.ts'
import { opening } from '../../server/core/opening.ts'
import { playbookOf } from '../../server/core/playbook.ts'
import { fill } from '../../server/core/template.ts'
import { eventWords } from '../../server/core/timeline.ts'
import { day, featureName, number, when } from '../../server/core/words.ts'
import { balanced, Company, days, event, MONDAY } from './build.ts'

function acme(): Company {
  const company = new Company()
  for (const subject of ['ann', 'bob', 'cy', 'dee']) company.take(event('Session Started', { subject }))
  for (let n = 0; n < 5; n++) company.take(event('Core Action Completed'))
  company.take(event('Limit Reached', { properties: { limit: 'records', used: 100, max: 100 } }))
  for (const subject of ['ann', 'ann', 'bob']) company.take(event('Pricing Viewed', { subject }))
  return company
}

const factsAbout = ({ state }: Company) => {
  const lead = state.account.lead
  if (!lead) throw new Error('no lead')
  return { lead, facts: factsOf({ ...state, company: 'Acme', person: 'Ann Lee', lead }, balanced) }
}

describe('the opening sentence', () => {
  test('could be said aloud', () => {
    const { facts } = factsAbout(acme())
    expect(opening(facts, MONDAY + days(3))).toBe(
      'Acme hit 100 of 100 records on Monday, four people are active, two looked at pricing.',
    )
  })

  test('begins with the request when somebody asked', () => {
    const company = acme()
    company.take(
      event('Premium Feature Attempted', { properties: { feature: 'sso' } }),
      event('Sales Contact Requested'),
    )
    expect(opening(factsAbout(company).facts, MONDAY)).toBe(
      'Ann Lee at Acme asked to talk to sales today, they hit 100 of 100 records today, four people are active, two looked at pricing, SSO was tried.',
    )
  })
})

describe('a playbook', () => {
  test('quotes what happened', () => {
    const { lead, facts } = factsAbout(acme())
    expect(playbookOf(lead, facts, balanced.model).opener).toBe(
      'Hi Ann Lee, Acme has used 100 of 100 records. Shall I make sure nobody is held up while you decide?',
    )
  })

  test("of the lead's own route comes first", () => {
    const { lead, facts } = factsAbout(acme())
    const playbooks = { ...balanced.model.playbooks, 'small-team': { opener: 'Hello {company}', steps: [] } }
    expect(playbookOf(lead, facts, { ...balanced.model, playbooks }).opener).toBe('Hello Acme')
  })
})

test('a template is filled once, with fallbacks and literal braces', () => {
  expect(fill('{a|x} {b|y}{c} {{d} {toString|z}', { a: '{b}', b: null })).toBe('{b} y {d} z')
})

test.each([
  ['Premium Feature Attempted', { feature: 'sso' }, 'Tried SSO'],
  ['Limit Reached', { limit: 'records', used: 80, max: 100 }, 'Reached 80 of 100 records'],
  ['Invite Accepted', {}, 'Accepted an invitation'],
  ['Upgrade Started', { plan: 'Pro' }, 'Started the checkout for Pro'],
  ['Prompt Shown', { promptId: 'near-limit' }, 'Saw the prompt “near-limit”'],
  ['Report Built', {}, 'Report Built'],
  ['constructor', {}, 'constructor'],
])('the timeline tells %s in words', (name, properties, words) => {
  expect(eventWords({ type: 'track', name, properties })).toBe(words)
})

test('dates, numbers and names read as people write them', () => {
  expect(day(MONDAY, MONDAY)).toBe('9 Nov')
  expect(day(MONDAY, MONDAY + days(90))).toBe('9 Nov 2026')
  expect([0, 1, 3, 9].map((n) => when(MONDAY, MONDAY + days(n)))).toEqual([
    'today',
    'yesterday',
    'on Monday',
    'on 9 Nov',
  ])
  expect([7, 1234.5, 1234567].map(number)).toEqual(['7', '1,234.5', '1,234,567'])
  expect(featureName('sso-login')).toBe('SSO login')
})

test.each([
  ['/pricing*', '/pricing/teams', true],
  ['/pricing*', '/docs/pricing', false],
  ['/pricing', '/Pricing/', true],
  ['*/billing', '/app/7/billing', true],
  ['/a*b*c', '/aXbYc', true],
  ['/ab*bc', '/abc', false],
  ['*', '/', true],
])('the pattern %s and the path %s: %s', (pattern, path, fits) => {
  expect(matches(pattern, path)).toBe(fits)
})

test('buckets are stable, in range and evenly filled', () => {
  expect(bucket('user-1', 'holdout')).toBe(bucket('user-1', 'holdout'))
  const places = Array.from({ length: 10_000 }, (_, i) => bucket(`user-${i}`, 'holdout'))
  expect(places.every((place) => place >= 0 && place < 1)).toBe(true)
  const share = places.filter((place) => place < 0.05).length / places.length
  expect(share).toBeGreaterThan(0.04)
  expect(share).toBeLessThan(0.06)
})

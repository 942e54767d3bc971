import { describe, expect, test } from 'vitest'
import { bucket } from '../../server/core/bucket.ts'
import { type Facts, factsOf } from '../../server/core/facts.ts'
import { featureName } from '../../server/core/feature-name.ts'
import { matches } from '../../server/core/match.ts'
import { opening } from '../../server/core/opening.ts'
import { playbookOf } from '../../server/core/playbook.ts'
import { fill } from '../../server/core/template.ts'
import { eventWords } from '../../server/core/timeline.ts'
import type { LeadDoc } from '../../server/core/types.ts'
import { day, number, when } from '../../server/core/words.ts'
import { balanced, Company, days, event, MONDAY } from './build.ts'

const acmeEvents = () => [
  ...['ann', 'bob', 'cy', 'dee'].map((subject) => event('Session Started', { subject })),
  ...Array.from({ length: 5 }, () => event('Core Action Completed')),
  event('Limit Reached', { properties: { limit: 'records', used: 100, max: 100 } }),
  ...['ann', 'ann', 'bob'].map((subject) => event('Pricing Viewed', { subject })),
]

function acme(): Company {
  const company = new Company()
  company.take(...acmeEvents())
  return company
}

const factsAbout = ({ state }: Company, named: Partial<Facts> = {}) => {
  const lead = state.account.lead
  if (!lead) throw new Error('no lead')
  const asked = { ...state, company: 'Acme', person: 'Ann Lee', alone: false, ...named, lead }
  return { lead, facts: factsOf(asked, balanced) }
}

const NOTHING: Facts = {
  company: 'Acme',
  alone: false,
  person: 'Ann Lee',
  firstName: 'Ann',
  askedAt: null,
  limit: null,
  feature: null,
  users: 1,
  active: 0,
  pricing: 0,
  invited: false,
}
const records = (used: number): Facts['limit'] => ({
  limit: 'api_calls',
  used,
  max: 100,
  ratio: used / 100,
  blocked: false,
  id: 'm1',
  time: MONDAY,
  trust: 'verified',
})

describe('the opening sentence', () => {
  test('could be said aloud', () => {
    const { facts } = factsAbout(acme())
    expect(opening(facts, MONDAY + days(3))).toBe(
      'Acme hit 100 of 100 records on Monday, four people are active and two looked at pricing.',
    )
  })

  test('begins with the request when somebody asked', () => {
    const company = acme()
    company.take(
      event('Premium Feature Attempted', { properties: { feature: 'sso' } }),
      event('Sales Contact Requested'),
    )
    expect(opening(factsAbout(company).facts, MONDAY)).toBe(
      'Ann Lee at Acme asked to talk to sales today. They hit 100 of 100 records today, four people are active, two looked at pricing and somebody tried SSO.',
    )
  })

  const asked: Partial<Facts> = { askedAt: MONDAY }
  const alone: Partial<Facts> = { alone: true, company: 'Ann Lee', users: 1, active: 1 }
  test.each<[Partial<Facts>, string]>([
    [{}, 'Acme is using the product.'],
    [{ active: 1 }, 'One person is active at Acme.'],
    [{ active: 8, pricing: 1 }, 'Eight people are active at Acme and one looked at pricing.'],
    [{ active: 40, feature: 'sso' }, '40 people are active at Acme and somebody tried SSO.'],
    [{ pricing: 2 }, 'Two people at Acme looked at pricing.'],
    [{ feature: 'audit-log' }, 'Acme tried audit log.'],
    [{ company: 'eBay', limit: records(85) }, 'eBay reached 85 of 100 API calls yesterday.'],
    [{ limit: records(120) }, 'Acme used 120 of 100 API calls yesterday.'],
    [asked, 'Ann Lee at Acme asked to talk to sales yesterday.'],
    [{ ...asked, person: null }, 'Somebody at Acme asked to talk to sales yesterday.'],
    [
      { ...asked, active: 2 },
      'Ann Lee at Acme asked to talk to sales yesterday. Two people are active there.',
    ],
    [
      { ...asked, pricing: 1 },
      'Ann Lee at Acme asked to talk to sales yesterday. One person there looked at pricing.',
    ],
    [{ ...asked, feature: 'sso' }, 'Ann Lee at Acme asked to talk to sales yesterday. They tried SSO.'],
    [alone, 'Ann Lee is using the product.'],
    [
      { ...alone, limit: records(100), pricing: 1 },
      'Ann Lee hit 100 of 100 API calls yesterday and looked at pricing.',
    ],
    [
      { ...alone, ...asked, company: 'An anonymous visitor', feature: 'sso' },
      'An anonymous visitor asked to talk to sales yesterday and tried SSO.',
    ],
  ])('of %o', (given, words) => {
    expect(opening({ ...NOTHING, ...given }, MONDAY + days(1))).toBe(words)
  })
})

describe('a playbook', () => {
  test('quotes what happened', () => {
    const { lead, facts } = factsAbout(acme())
    expect(playbookOf(lead, facts, balanced.model).opener).toBe(
      'Hi Ann, you have used 100 of 100 records at Acme. Shall I make sure nobody is held up while you decide?',
    )
  })

  test("of the lead's own route comes first", () => {
    const { lead, facts } = factsAbout(acme())
    const playbooks = { ...balanced.model.playbooks, 'small-team': { opener: 'Hello {company}', steps: [] } }
    expect(playbookOf(lead, facts, { ...balanced.model, playbooks }).opener).toBe('Hello Acme')
  })

  const alone: Partial<Facts> = { alone: true, company: 'Ann Lee', users: 1 }
  const raised = { type: 'hand-raise', route: 'hand-raise' } as const
  test.each<[Partial<LeadDoc>, Partial<Facts>, string]>([
    [
      raised,
      { users: 2 },
      'Hi Ann, thank you for getting in touch. What would the two of you at Acme like to get done first?',
    ],
    [
      { ...raised, message: 'We need SSO\n for 40 people' },
      alone,
      'Hi Ann, thank you for getting in touch. You wrote: “We need SSO for 40 people”. What would you like to get done first?',
    ],
    [
      { ...raised, message: `Can we talk? ${'word '.repeat(60)}` },
      alone,
      `Hi Ann, thank you for getting in touch. You wrote: “Can we talk? ${'word '.repeat(29)}…” What would you like to get done first?`,
    ],
    [raised, alone, 'Hi Ann, thank you for getting in touch. What would you like to get done first?'],
    [
      raised,
      { users: 45, firstName: null },
      'Hi there, thank you for getting in touch. What would everybody at Acme like to get done first?',
    ],
    [
      {},
      { ...alone, limit: records(100) },
      'Hi Ann, you have used 100 of 100 API calls. Shall I make sure nobody is held up while you decide?',
    ],
    [{}, { feature: 'sso' }, 'Hi Ann, I saw that you tried SSO. Shall I switch it on for you for a week?'],
    [
      {},
      { users: 8, invited: true },
      'Hi Ann, eight of you at Acme are on board now. How do you work with it together?',
    ],
    [
      {},
      {},
      'Hi Ann, you have been getting a lot done with us lately. What would make it even better for you?',
    ],
  ])('opens a conversation for %o and %o', (kind, given, words) => {
    const lead = { ...factsAbout(acme()).lead, ...kind }
    expect(playbookOf(lead, { ...NOTHING, ...given }, balanced.model).opener).toBe(words)
  })

  test.each([
    ['Mara Quist', 'Mara'],
    ['Quist, Mara', 'Mara'],
    ['Dr. Mara Quist', 'Mara'],
    ['mara@acme.test', null],
    [null, null],
  ])('greets %s as %s', (person, firstName) => {
    expect(factsAbout(acme(), { person }).facts.firstName).toBe(firstName)
  })

  test('greets by the first name that was told', () => {
    const company = acme()
    company.take(event('', { type: 'identify', traits: { firstName: 'Anne Marie' } }))
    expect(factsAbout(company).facts.firstName).toBe('Anne Marie')
  })
})

test('what begins a sentence begins with a capital; what is written its own way stays so', () => {
  const values = { a: 'two', b: 'eBay', c: null }
  expect(fill('{a} of {a}. {a}! {b} and {a} {c}.', values)).toBe('Two of two. Two! eBay and two.')
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
})

test.each([
  ['sso', 'SSO'],
  ['sso-login', 'SSO login'],
  ['api_calls', 'API calls'],
  ['apiCalls', 'API calls'],
  ['apis', 'APIs'],
  ['teamMembers', 'team members'],
  ['Audit-Log', 'audit log'],
  ['storage_gb', 'storage GB'],
  ['records', 'records'],
  ['MRR reports', 'MRR reports'],
])('the name %s is written %s', (name, written) => {
  expect(featureName(name)).toBe(written)
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

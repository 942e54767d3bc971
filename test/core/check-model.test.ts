import * as fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { describe, expect, test } from 'vitest'
import { checkModel } from '../../server/core/check-model.ts'
import { checkShape } from '../../server/core/check-shape.ts'
import { BALANCED, SIMPLE, SMB } from '../../server/core/presets.ts'
import type { Schema } from '../../server/core/wanted.ts'
import { Model } from '../../server/wire/model.ts'
import { RUNS } from './histories.ts'
import { anyModel } from './models.ts'

const schema = Compile(Model)

const [rule] = BALANCED.rules
const rules = (change: object) => ({ rules: [...BALANCED.rules, { ...rule, id: 'new', ...change }] })

/** Each makes one mistake in the balanced preset. */
const route = (given: Partial<Model['routes'][number]>): Partial<Model> => ({
  routes: [{ id: 'own', label: 'Own', to: 'Prompts', ...given }, ...BALANCED.routes],
})

const playbook = (name: string, opener: string): Partial<Model> => ({
  playbooks: { ...BALANCED.playbooks, [name]: { opener, steps: [] } },
})

const MISTAKES = [
  {
    change: rules({ when: { inviteesActive: 65 } }),
    path: '/rules/6/when/inviteesActive',
    wanted: 'a whole number, at least 1, at most 64',
  },
  {
    change: rules({ when: { limit: 'records', atLeast: 100 } }),
    path: '/rules/6/when/atLeast',
    wanted: 'a share (1 = 100 %), above 0, at most 10',
  },
  {
    change: { signals: { pircing: ['Plans Opened'] } },
    path: '/signals/pircing',
    wanted: 'a signal that something here counts, perhaps "pricing"',
  },
  {
    change: { families: { ...BALANCED.families, intent: { cap: -5 } } },
    path: '/families/intent/cap',
    wanted: 'a number, at least 0, at most 1000000, with at most two decimals',
  },
  {
    change: playbook('hand-rais', 'Hi'),
    path: '/playbooks/hand-rais',
    wanted: 'perhaps "hand-raise"',
  },
  {
    change: playbook('small-team', 'Hi {nmae|there}'),
    path: '/playbooks/small-team/opener',
    wanted: '{name}?',
  },
  {
    change: rules({ family: 'usage-deph' }),
    path: '/rules/6/family',
    wanted: 'a family of /families, perhaps "usage-depth"; or an entry of its own there',
  },
  {
    change: route({}),
    path: '/routes/0/slaHours',
    wanted: 'a number above 0, or "lead": false beside it',
  },
  {
    change: route({ lead: false, slaHours: 8 }),
    path: '/routes/0/slaHours',
    wanted: 'nothing beside "lead": false: nobody waits for sales',
  },
  {
    change: route({ lead: false, handRaise: true }),
    path: '/routes/0/handRaise',
    wanted: 'nothing beside "lead": false: asking for sales always opens a lead',
  },
  {
    change: { routes: [{ id: 'own', label: 'Own', to: 'Prompts', lead: false }] } satisfies Partial<Model>,
    path: '/routes/0',
    wanted: 'no bounds: the last route takes every lead that no other fits',
  },
  {
    change: rules({ when: { count: 'core', atLeast: 5, after: 'signup' } }),
    path: '/rules/6/when/within',
    wanted: 'the days after signup, such as 7d',
  },
  {
    change: rules({ when: { count: 'core', atLeast: 5, within: '7d', after: 'sign-up' } }),
    path: '/rules/6/when/after',
    wanted: 'a signal, perhaps "signup"',
  },
  {
    change: rules({ when: { users: 'qualified', atLeast: 2 } }),
    path: '/rules/6/when/users',
    wanted: '"all" or "active": whether a user qualifies cannot depend on itself',
  },
  {
    change: rules({ when: { usersWho: { count: 'core', atLeast: 1 }, atLeast: 3 } }),
    path: '/rules/6/when/usersWho',
    wanted: 'nothing: users are counted under /account only',
  },
  {
    change: rules({ when: { sequence: ['core', { signal: 'pircing' }], within: '48h' } }),
    path: '/rules/6/when/sequence/1/signal',
    wanted: 'a signal, perhaps "pricing"',
  },
  {
    change: rules({ atMost: 10 }),
    path: '/rules/6/atMost',
    wanted: 'nothing: only points for "each" have a limit of their own',
  },
  {
    change: rules({ when: { trait: 'role', is: 'admin' }, each: true }),
    path: '/rules/6/each',
    wanted:
      'a "when" with one count, sum, days or distinct (alone, or in its "all"), and no "after": those are counted',
  },
  {
    change: rules({ decay: { halfLife: '60d' } }),
    path: '/rules/6/decay/halfLife',
    wanted: 'at most 40d',
  },
  {
    change: rules({ decay: { step: 0.1, every: '60d' } }),
    path: '/rules/6/decay/every',
    wanted: 'at most 40d',
  },
  {
    change: { account: {} },
    path: '/account',
    wanted: 'qualifiedShare, when, or rules with a score',
  },
  {
    change: { account: { when: { count: 'core', atLeast: 1 } } },
    path: '/account/when',
    wanted: 'users, usersWho or trait: this is about one user, so put it into usersWho',
  },
  {
    change: { cap: 40 },
    path: '/qualify/score',
    wanted: 'at most 40: all rules together bring no more',
  },
  ...[['@acme.com'], ['ann@acme.com'], ['https://acme.com'], ['*.acme.com']].map((emailDomain) => ({
    change: rules({ when: { emailDomain } }),
    path: '/rules/6/when/emailDomain/0',
    wanted: 'a domain, such as acme.com',
  })),
  {
    change: rules({ when: { and: [{ count: 'core', atLeast: 1 }] } }),
    path: '/rules/6/when/and',
    wanted: 'a known name, perhaps "all"',
  },
  {
    change: rules({ when: { or: [{ count: 'core', atLeast: 1 }] } }),
    path: '/rules/6/when/or',
    wanted: 'a known name, perhaps "any"',
  },
  {
    change: rules({ when: { trait: 'employees', '>=': 5 } }),
    path: '/rules/6/when/>=',
    wanted: 'a known name, perhaps "atLeast"',
  },
  {
    change: rules({ when: { trait: 'employees', atLeast: 10, atMost: 50 } }),
    path: '/rules/6/when/atMost',
    wanted: 'nothing beside atLeast',
  },
  {
    change: rules({ decay: { linear: '30d', halfLife: '10d' } }),
    path: '/rules/6/decay/halfLife',
    wanted: 'nothing beside linear',
  },
  {
    change: rules({ when: { count: 'core', afterLimit: '*', atLeast: 2, within: '7d' } }),
    path: '/rules/6/when/afterLimit',
    wanted: 'nothing beside within',
  },
  {
    change: { rules: [...BALANCED.rules, { id: 'new', family: 'intent', label: 'New', points: 5 }] },
    path: '/rules/6/when',
    wanted: 'a condition: {...}',
  },
  {
    change: rules({ label: '  ' }),
    path: '/rules/6/label',
    wanted: 'a text of 1 to 120 characters, not only spaces',
  },
  { change: { signals: { core: [' '] } }, path: '/signals/core/0', wanted: 'a text, not only spaces' },
  {
    change: route({ slaHours: 8, usersAtLeast: 2.5 }),
    path: '/routes/0/usersAtLeast',
    wanted: 'a whole number, at least 0',
  },
  {
    change: {
      families: Object.fromEntries(
        ['breadth', 'limit-proximity', 'intent'].map((name) => [name, { cap: 0 }]),
      ),
      qualify: { ...BALANCED.qualify, score: 10 },
      tiers: BALANCED.tiers.map((tier) => ({ ...tier, from: Math.round(tier.from / 5) })),
    },
    path: '/qualify/families',
    wanted: 'at most 1: so many families bring points',
  },
  {
    change: { tiers: [{ name: 'top', label: 'Top', from: 90 }, ...BALANCED.tiers] },
    path: '/tiers/0/sales',
    wanted: 'true, as in "sales-ready" below: nobody leaves sales by scoring more',
  },
  {
    change: { cap: 60 },
    path: '/tiers/0/from',
    wanted: 'at most 60: all rules together bring no more, so that no lead would open here',
  },
]

describe('the presets', () => {
  test.each([BALANCED, SIMPLE, SMB])('$name is a model without mistakes', (preset) => {
    expect(schema.Errors(JSON.parse(JSON.stringify(preset)))).toEqual([])
    expect(checkModel(preset)).toEqual([])
  })
})

describe('a mistaken model', () => {
  test('is told all its mistakes at once, with the nearest valid name', () => {
    const [first, ...rest] = BALANCED.rules
    if (!first) throw new Error('no rule')
    const problems = checkModel({
      ...BALANCED,
      signals: { 'Report Built': ['x'], active: ['y'] },
      rules: [
        { ...first, when: { all: [{ not: { count: 'princing', atLeast: 1 } }] } },
        { ...first, when: { days: 'active', atLeast: 9, within: '7d' } },
        { ...first, id: 'hours', when: { count: 'core', atLeast: 1, within: '36h' } },
        ...rest,
      ],
      families: { breath: { cap: 1 } },
      qualify: { ...BALANCED.qualify, score: 500, families: 9 },
      tiers: [
        { name: 'a', label: 'A', from: 5, sales: true },
        { name: 'b', label: 'B', from: 7 },
      ],
      routes: [{ id: 'only', label: 'Only', to: 'Kim', slaHours: 1, handRaise: true, signal: 'cor' }],
      businessHours: { from: 17, to: 9, days: [7], timeZone: 'Mars/Base' },
    })
    expect(problems.map(({ path, wanted }) => `${path}: ${wanted}`)).toEqual([
      '/signals/Report Built: a name in lower case, digits and dashes',
      '/signals/active: nothing: every activity counts as active already',
      '/rules/1/id: an id of its own: /rules/0 has this one',
      '/families/breath: a family that a rule has, perhaps "breadth"',
      '/rules/0/when/all/0/not/count: a signal, perhaps "pricing"',
      '/rules/1/when/atLeast: at most the 7 days it looks at',
      '/rules/2/when/within: whole days, such as 7d: counts go by days',
      '/qualify/score: at most 150: all rules together bring no more',
      '/qualify/families: at most 4: so many families bring points',
      '/tiers/0/from: at least 500, where users qualify',
      '/tiers/1/from: below 5: tiers go from high to low',
      '/tiers/1/from: 0: the last tier takes everybody else',
      '/routes/0: no bounds: the last route takes every lead that no other fits',
      '/businessHours: hours of a day, such as 9 to 17',
      '/businessHours/days: days from 0 (Sunday) to 6',
      '/businessHours/timeZone: a time zone, such as Europe/Berlin',
      '/routes/0/signal: a signal, perhaps "core"',
    ])
  })

  test('is told mistakes of shape and of sense together', () => {
    const [first] = BALANCED.rules
    const problems = checkModel({
      ...BALANCED,
      rules: [
        { ...first, pionts: 4, when: { count: 'cor', atLeast: 1 } },
        { ...first, id: 'a', when: { cuont: 'core', atLeast: 2 } },
        { ...first, id: 'b', when: { count: 'core', atLeast: 2, wihtin: '7d' } },
        { ...first, id: 'c', when: { trait: 'role', si: 'admin' } },
        { ...first, id: 'd', when: { any: [{ days: 'core', atLeast: '2', within: '2 weeks' }] } },
        { ...first, id: 'e', points: 0.005 },
      ],
      tiers: 'high',
      qualfy: {},
      qualify: undefined,
      routes: [{ id: 'only', label: 'Only', to: 'Kim', slaHours: 1, signal: 'cor' }],
    })
    expect(problems.map(({ path, given, wanted }) => `${path}: ${given}: ${wanted}`)).toEqual([
      '/rules/0/pionts: pionts: a known name, perhaps "points"',
      '/rules/1/when/cuont: cuont: a known name, perhaps "count"',
      '/rules/2/when/wihtin: wihtin: a known name, perhaps "within"',
      '/rules/3/when/si: si: a known name, perhaps "is"',
      '/rules/4/when/any/0/atLeast: "2": a whole number, at least 1, at most 1000000',
      '/rules/4/when/any/0/within: 2 weeks: a span, such as 90m, 48h or 14d',
      '/rules/5/points: 0.005: a number, at least -1000, at most 1000, with at most two decimals',
      '/qualify: nothing: an object: {...}',
      '/tiers: "high": a list: [...]',
      '/qualfy: qualfy: a known name, perhaps "qualify"',
      '/families/breadth: breadth: a family that a rule has: usage-depth',
      '/families/limit-proximity: limit-proximity: a family that a rule has: usage-depth',
      '/families/intent: intent: a family that a rule has: usage-depth',
      '/rules/0/when/count: cor: a signal, perhaps "core"',
      '/routes/0: signal: no bounds: the last route takes every lead that no other fits',
      '/routes/0/signal: cor: a signal, perhaps "core"',
    ])
  })

  test('is told those beside others of one list, and nothing that follows from them', () => {
    const [first] = BALANCED.rules
    const problems = checkModel({
      ...BALANCED,
      signals: { 'report-built': 'Report Built', 'Bad Name': ['x'] },
      rules: [
        { ...first, points: '5', family: 'own', when: { count: 'report-built', atLeast: 1 } },
        { ...first, decay: { linear: '12h' } },
        { ...first, id: 'c', each: 'yes', atMost: 5 },
      ],
      families: { own: { cap: 5 }, breadth: { cap: '5' } },
      qualify: { ...BALANCED.qualify, score: '50' },
      tiers: [
        { name: 'high', label: 'High', from: '70', sales: true },
        { name: 'high', label: 'Low', from: 1 },
      ],
      routes: [
        { id: 'small', label: 'Small', to: '', lead: false, slaHours: 0, handRaise: true },
        ...BALANCED.routes,
      ],
      businessHours: { ...BALANCED.businessHours, from: '9', days: [8] },
    })
    expect(problems.map(({ path, given, wanted }) => `${path}: ${given}: ${wanted}`)).toEqual([
      '/signals/report-built: "Report Built": a list: [...]',
      '/routes/0/to: : a text of 1 to 120 characters, not only spaces',
      '/routes/0/slaHours: 0: a number, above 0, at most 10000',
      '/businessHours/from: "9": a whole number',
      '/rules/0/points: "5": a number, at least -1000, at most 1000, with at most two decimals',
      '/rules/2/each: yes: true',
      '/families/breadth/cap: "5": a number, at least 0, at most 1000000, with at most two decimals',
      '/qualify/score: "50": a number, at least 0, at most 1000000, with at most two decimals',
      '/tiers/0/from: "70": a number, at least 0, at most 1000000, with at most two decimals',
      '/signals/Bad Name: Bad Name: a name in lower case, digits and dashes',
      '/rules/1/id: core-workflow: an id of its own: /rules/0 has this one',
      '/rules/1/decay/linear: 12h: whole days, such as 7d: counts go by days',
      '/tiers/1/name: high: a name of its own',
      '/tiers/1/from: 1: 0: the last tier takes everybody else',
      '/routes/0/handRaise: true: nothing beside "lead": false: asking for sales always opens a lead',
      '/businessHours/days: [8]: days from 0 (Sunday) to 6',
    ])
  })

  test.each(MISTAKES)('$wanted', ({ change, path, wanted }) => {
    expect(checkModel({ ...BALANCED, ...change }).map((one) => `${one.path}: ${one.wanted}`)).toEqual([
      `${path}: ${wanted}`,
    ])
  })
})

describe('a shape', () => {
  test('is judged as the published schema judges it', () => {
    fc.assert(
      fc.property(anyModel, fc.array(fc.nat(1000), { maxLength: 3 }), odd, (model, cuts, value) => {
        const given: unknown = JSON.parse(JSON.stringify(model))
        for (const cut of cuts) spoil(given, cut, value)
        expect(checkShape(given, Model as unknown as Schema).length === 0).toBe(schema.Check(given))
      }),
      RUNS,
    )
  })
})

const odd = fc.oneof(
  fc.constantFrom(null, '', -1, 0.001, 1e12, [], {}, true, '7d', 'x'.repeat(400)),
  fc.string(),
)

/** Replaces what lies somewhere in the value. */
function spoil(given: unknown, at: number, value: unknown): void {
  const places: [object, string][] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const name of Object.keys(node)) {
      places.push([node, name])
      walk(Reflect.get(node, name))
    }
  }
  walk(given)
  const place = places[at % places.length]
  if (place) Reflect.set(place[0], place[1], value)
}

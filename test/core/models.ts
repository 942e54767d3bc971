import * as fc from 'fast-check'
import { compile, type Engine } from '../../server/core/engine.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { Condition, Filters } from '../../server/wire/condition.ts'
import type { Decay, Model, Rule } from '../../server/wire/model.ts'

/* Models as teams might write them, odd ones included: every kind of condition, negative points, caps below the
 * sum, windows of any width. */

const signal = fc.constantFrom(
  'core',
  'pricing',
  'active',
  'session',
  'gate',
  'integration',
  'invite-sent',
  'import',
)
const days = fc.constantFrom('1d', '3d', '7d', '14d', '30d')
const span = fc.oneof(days, fc.constantFrom('90m', '36h'))
const small = fc.integer({ min: 1, max: 4 })
const anchor = fc.constantFrom('signup', 'core', 'session')

/** Mostly none. */
const filters: fc.Arbitrary<Filters> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Filters>(
      { by: 'server' },
      { by: 'verified' },
      { by: 'browser' },
      { where: { outcome: 'won' } },
      { where: { used: { atLeast: 50 } }, by: 'verified' },
      { where: { limit: { in: ['records', '__proto__'] } } },
      { where: { feature: { not: 'sso' } } },
    ),
  },
)

const filtered = <T extends object>(leaf: fc.Arbitrary<T>): fc.Arbitrary<T & Filters> =>
  fc.tuple(leaf, filters).map(([one, more]) => ({ ...one, ...more }))

/** What a rule's points can follow, occurrence by occurrence. */
const paced = fc.oneof(
  filtered(fc.record({ count: signal, atLeast: small })),
  filtered(fc.record({ count: signal, atLeast: small, within: days })),
  filtered(fc.record({ sum: fc.constant('used'), of: signal, atLeast: fc.integer({ min: 1, max: 200 }) })),
  filtered(fc.record({ sum: fc.constant('used'), of: signal, atLeast: fc.constant(40.5), within: days })),
  filtered(fc.record({ days: signal, atLeast: small, within: days })),
  filtered(fc.record({ distinct: fc.constantFrom('feature', 'limit'), of: signal, atLeast: small })),
  filtered(
    fc.record({ distinct: fc.constantFrom('feature', 'used'), of: signal, atLeast: small, within: days }),
  ),
)

/** Conditions about what somebody did, whenever. */
export const countedLeaf = fc.oneof(
  { weight: 6, arbitrary: paced },
  filtered(fc.record({ count: signal, atLeast: small, within: days, after: anchor })),
  filtered(fc.record({ days: signal, atLeast: small, within: days, after: anchor })),
  filtered(fc.record({ count: signal, afterLimit: fc.constantFrom('*', 'records'), atLeast: small })),
  filtered(fc.record({ recent: signal, within: span })),
  filtered(fc.record({ absent: signal, for: span })),
  fc.record({ sequence: fc.array(signal, { minLength: 2, maxLength: 3 }) }),
  fc.record({
    sequence: fc.tuple(signal, filtered(fc.record({ signal }))),
    within: span,
  }),
)

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 14, arbitrary: countedLeaf },
  fc.record({ limit: fc.constantFrom('*', 'records'), atLeast: fc.constantFrom(0.5, 0.8, 1) }),
  fc.record({ limit: fc.constant('records'), atLeast: fc.constant(0.5), by: fc.constant('verified') }),
  fc.record({ inviteesActive: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ trait: fc.constantFrom('role', 'plan'), is: fc.constantFrom('admin', 'pro') }),
  fc.record({ trait: fc.constantFrom('role', 'plan'), known: fc.boolean() }),
  fc.record({ emailDomain: fc.constantFrom('business', 'free', ['acme.test']) }),
  fc.record({ users: fc.constantFrom('all', 'active'), atLeast: fc.integer({ min: 1, max: 4 }) }),
) as fc.Arbitrary<Condition>

const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 8, arbitrary: leaf },
  { weight: 1, arbitrary: fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
)

const accountCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ users: fc.constantFrom('all', 'active', 'qualified'), atLeast: small }),
  fc.record({
    usersWho: condition.filter((one) => !JSON.stringify(one).includes('"users"')),
    atLeast: small,
  }),
  fc.record({ trait: fc.constant('role'), is: fc.constant('admin') }),
)

const family = fc.constantFrom('usage-depth', 'breadth', 'limit-proximity', 'intent')
const points = fc.integer({ min: -2_000, max: 5_000 }).map((n) => n / 100)

const decay: fc.Arbitrary<Decay> = fc.oneof(
  fc.record({ linear: days }),
  fc.record({ halfLife: fc.constantFrom('1d', '3d', '7d') }),
  fc.record({ step: fc.constantFrom(0.25, 0.3, 1), every: days }),
)

const rule: fc.Arbitrary<Omit<Rule, 'id' | 'label'>> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ family, points, when: condition }) },
  { weight: 1, arbitrary: fc.record({ family, points, when: paced, decay }) },
  {
    weight: 1,
    arbitrary: fc.record({ family, points, when: paced, each: fc.constant(true), decay }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      family,
      points,
      when: paced,
      each: fc.constant(true),
      atMost: fc.constantFrom(5, 12.5),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      family,
      points,
      when: fc.record({
        all: fc.tuple(paced, fc.record({ trait: fc.constant('role'), known: fc.boolean() })),
      }),
      each: fc.constant(true),
      atMost: fc.constantFrom(5, 12.5),
      decay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      family,
      points,
      when: fc.oneof(
        filtered(fc.record({ recent: signal, within: span })),
        filtered(fc.record({ count: signal, atLeast: small, within: days, after: anchor })),
      ),
      decay,
    }),
  },
)

const anyRules: fc.Arbitrary<Model['rules']> = fc
  .array(rule, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((one, i) => ({ ...one, id: `r${i}`, label: `Rule ${i}` })))

const anyFit: fc.Arbitrary<NonNullable<Model['fit']>> = fc.record({
  required: fc
    .array(condition, { maxLength: 1 })
    .map((all) => all.map((when, i) => ({ id: `f${i}`, label: `Fit ${i}`, when }))),
  factors: fc
    .array(fc.record({ times: fc.constantFrom(0, 0.5, 1.25, 2), when: condition }), { maxLength: 2 })
    .map((all) => all.map((one, i) => ({ ...one, id: `x${i}`, label: `Factor ${i}` }))),
})

const anyAccount: fc.Arbitrary<Model['account']> = fc.oneof(
  { weight: 2, arbitrary: small.map((qualifiedAtLeast) => ({ qualifiedShare: 0.5, qualifiedAtLeast })) },
  { weight: 1, arbitrary: fc.record({ when: accountCondition }) },
  {
    weight: 1,
    arbitrary: fc.array(accountCondition, { minLength: 1, maxLength: 3 }).map((all) => ({
      rules: all.map((when, i) => ({ id: `a${i}`, label: `Account ${i}`, points: 10 * (i + 1), when })),
      score: 10,
    })),
  },
)

/** Some whom the product keeps, and perhaps others before them for sales. */
const anyInAppRoute: fc.Arbitrary<Model['routes']> = fc
  .tuple(
    fc.option(condition, { nil: undefined }),
    fc.record({ when: condition }),
    fc.constantFrom({}, { usersBelow: 3 }, { usersAtLeast: 2 }, { signal: 'pricing' }),
  )
  .map(([first, { when }, bounds]) => [
    ...(first ? [{ id: 'first', label: 'First', to: 'Kim', slaHours: 8, when: first }] : []),
    { id: 'in-app', label: 'In the product', to: 'Prompts', lead: false, when, ...bounds },
  ])

export const anyModel: fc.Arbitrary<Model> = fc
  .record({
    rules: anyRules,
    cap: fc.integer({ min: 0, max: 6_000 }).map((n) => n / 100),
    families: fc.integer({ min: 1, max: 2 }),
    activated: fc.boolean(),
    activeWithin: fc.constantFrom('3d', '14d', '36h'),
    trust: fc.constantFrom('open', 'verified'),
    account: anyAccount,
    fit: fc.option(anyFit, { nil: undefined }),
    total: fc.option(fc.constantFrom(50, 80), { nil: undefined }),
    coolDown: fc.constantFrom('1d', '30d'),
    inApp: fc.option(anyInAppRoute, { freq: 2, nil: undefined }),
  } as const)
  .map(({ rules, cap, families, activated, activeWithin, trust, account, fit, total, coolDown, inApp }) => ({
    ...BALANCED,
    rules,
    families: { 'usage-depth': { cap }, breadth: {} },
    qualify: { score: 20, families, activated, activeWithin },
    tiers: [
      { name: 'sales-ready', label: 'Sales-ready', from: 40, sales: true },
      { name: 'nurture', label: 'Nurture', from: 20 },
      { name: 'self-serve', label: 'Self-serve', from: 0 },
    ],
    account,
    ...(fit && { fit }),
    ...(total && { cap: total }),
    coolDown,
    trust,
    ...(inApp && { routes: [...inApp, ...BALANCED.routes] }),
  }))

/** Balanced in one of four cases. */
export const anyEngine: fc.Arbitrary<Engine> = fc
  .oneof({ weight: 1, arbitrary: fc.constant(BALANCED) }, { weight: 3, arbitrary: anyModel })
  .map((model) => compile(model, 1))

import * as fc from 'fast-check'
import { compile, type Engine } from '../../server/core/engine.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { Condition } from '../../server/wire/condition.ts'
import type { Model } from '../../server/wire/model.ts'

/* Models as teams might write them, odd ones included: negative points, caps below the sum, windows of any width. */

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

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ count: signal, atLeast: small }),
  fc.record({ count: signal, atLeast: small, within: days }),
  fc.record({ days: signal, atLeast: small, within: days }),
  fc.record({ recent: signal, within: span }),
  fc.record({ limit: fc.constantFrom('*', 'records'), atLeast: fc.constantFrom(0.5, 0.8, 1) }),
  fc.record({ inviteesActive: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ trait: fc.constantFrom('role', 'plan'), is: fc.constantFrom('admin', 'pro') }),
)

const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
)

const family = fc.constantFrom('usage-depth', 'breadth', 'limit-proximity', 'intent')

const anyRules: fc.Arbitrary<Model['rules']> = fc
  .array(fc.record({ family, points: fc.integer({ min: -2_000, max: 5_000 }), when: condition }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((all) =>
    all.map((rule, i) => ({ ...rule, id: `r${i}`, label: `Rule ${i}`, points: rule.points / 100 })),
  )

export const anyModel: fc.Arbitrary<Model> = fc
  .record({
    rules: anyRules,
    cap: fc.integer({ min: 0, max: 6_000 }).map((points) => points / 100),
    families: fc.integer({ min: 1, max: 2 }),
    activated: fc.boolean(),
    activeWithin: fc.constantFrom('3d', '14d', '36h'),
    trust: fc.constantFrom('open', 'verified'),
    qualifiedAtLeast: small,
    coolDown: fc.constantFrom('1d', '30d'),
  } as const)
  .map(({ rules, cap, families, activated, activeWithin, trust, qualifiedAtLeast, coolDown }) => ({
    ...BALANCED,
    rules,
    families: { 'usage-depth': { cap }, breadth: {} },
    qualify: { score: 20, families, activated, activeWithin },
    tiers: [
      { name: 'sales-ready', label: 'Sales-ready', from: 40, sales: true },
      { name: 'nurture', label: 'Nurture', from: 20 },
      { name: 'self-serve', label: 'Self-serve', from: 0 },
    ],
    account: { qualifiedShare: 0.5, qualifiedAtLeast },
    coolDown,
    trust,
  }))

/** Balanced in one of four cases. */
export const anyEngine: fc.Arbitrary<Engine> = fc
  .oneof({ weight: 1, arbitrary: fc.constant(BALANCED) }, { weight: 3, arbitrary: anyModel })
  .map((model) => compile(model, 1))

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkModel } from '../../server/core/check-model.ts'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { MissingLine } from '../../server/core/types.ts'
import type { Condition } from '../../server/wire/condition.ts'
import { DAY } from '../../server/wire/limits.ts'
import type { Model } from '../../server/wire/model.ts'
import { Company, event, MONDAY } from './build.ts'
import { RUNS } from './histories.ts'

/* Models in which every rule asks for one trait, so that each line of `missing` can be followed to the letter. */

const NAMES = ['a', 'b', 'c', 'd']
const isSet = (name: string): Condition => ({ trait: name, is: true })

const anyRule = fc.record({
  family: fc.constantFrom('usage-depth', 'breadth'),
  points: fc.constantFrom(-15, -5, 5, 10, 15, 25),
  isDenied: fc.boolean(),
})

const anyModel = fc
  .record({
    rules: fc.array(anyRule, { minLength: 1, maxLength: NAMES.length }),
    cap: fc.constantFrom(10, 20, 100),
    times: fc.array(fc.constantFrom(0, 0.5, 1.5, 2), { maxLength: 2 }),
    isRequired: fc.boolean(),
    total: fc.constantFrom(30, 200),
    families: fc.integer({ min: 1, max: 2 }),
  })
  .map(
    ({ rules, cap, times, isRequired, total, families }): Model => ({
      ...BALANCED,
      rules: rules.map(({ family, points, isDenied }, i) => {
        const id = NAMES[i] ?? ''
        return { id, family, points, label: `Rule ${id}`, when: isDenied ? { not: isSet(id) } : isSet(id) }
      }),
      families: rules.some(({ family }) => family === 'breadth') ? { breadth: { cap } } : {},
      cap: total,
      fit: {
        required: isRequired ? [{ id: 'need', label: 'Needed', when: isSet('need') }] : [],
        factors: times.map((by, i) => ({ id: `x${i}`, label: `Fit ${i}`, times: by, when: isSet(`x${i}`) })),
      },
      qualify: { score: 20, families, activated: true, activeWithin: '14d' },
      tiers: [
        { name: 'sales-ready', label: 'Sales-ready', from: 20, sales: true },
        { name: 'self-serve', label: 'Self-serve', from: 0 },
      ],
    }),
  )
  .filter((model) => checkModel(model).length === 0)

type Traits = Record<string, boolean>
const anyTraits = fc.dictionary(fc.constantFrom(...NAMES, 'need', 'x0', 'x1'), fc.boolean())

function told(model: Model, traits: Traits) {
  const company = new Company(compile(model, 1))
  company.take(event('Core Action Completed', { traits }), event('', { type: 'identify', traits }))
  const member = company.rows.get('ann')
  if (!member) throw new Error('nobody there')
  return explain(member, company.state.account, company.engine, MONDAY)
}

/** The other value of what a line is about. */
function follow(lines: readonly MissingLine[], traits: Traits): Traits {
  const about = lines.map(({ rule }) => rule).filter((rule) => rule !== 'score' && rule !== 'families')
  return { ...traits, ...Object.fromEntries(about.map((name) => [name, traits[name] !== true])) }
}

/** Whether anybody at all can qualify by a model: of so few traits every choice can be tried. */
function canQualify(model: Model): boolean {
  const names = [...NAMES.slice(0, model.rules.length), ...(model.fit?.factors ?? []).map(({ id }) => id)]
  for (let choice = 0; choice < 1 << names.length; choice++) {
    const traits = Object.fromEntries(names.map((name, i) => [name, ((choice >> i) & 1) === 1]))
    if (told(model, { ...traits, need: true }).qualified) return true
  }
  return false
}

describe('what is missing', () => {
  test('is enough: whoever does all of it qualifies, if anybody can', () => {
    fc.assert(
      fc.property(anyModel, anyTraits, (model, traits) => {
        const before = told(model, traits)
        if (before.qualified) return
        const after = told(model, follow(before.missing, traits))
        expect(after.qualified, JSON.stringify({ before, after })).toBe(canQualify(model))
      }),
      RUNS,
    )
  })

  test('brings the points that it promises', () => {
    fc.assert(
      fc.property(anyModel, anyTraits, (given, traits) => {
        const { fit: _, cap: __, ...model } = given
        const before = told(model, traits)
        for (const line of before.missing.filter(({ points }) => points > 0))
          expect(told(model, follow([line], traits)).score).toBe(before.score + line.points)
      }),
      RUNS,
    )
  })

  test('names what takes points away, what has faded and what more of the same would bring', () => {
    const when = { count: 'core', atLeast: 1 } as const
    const model: Model = {
      ...BALANCED,
      rules: [
        { id: 'fades', family: 'usage-depth', label: 'Worked', points: 20, when, decay: { linear: '10d' } },
        { id: 'grows', family: 'usage-depth', label: 'Works on', points: 2, when, each: true, atMost: 5 },
        { id: 'free', family: 'fit', label: 'Free mail', points: -10, when: { emailDomain: 'free' } },
      ],
      families: {},
      fit: { factors: [{ id: 'tiny', label: 'Tiny', times: 0.5, when: { trait: 'employees', atMost: 9 } }] },
      qualify: { score: 22, families: 1, activated: true, activeWithin: '14d' },
    }
    const company = new Company(compile(model, 1))
    const traits = { email: 'ann@gmail.com', employees: 3 }
    company.take(event('Core Action Completed'), event('Core Action Completed'))
    company.take(event('', { type: 'identify', traits }))
    const member = company.rows.get('ann')
    const at = MONDAY + 5 * DAY
    const { score, missing } = member
      ? explain(member, company.state.account, company.engine, at)
      : { score: 0, missing: [] }
    expect(score).toBe((1000 + 400 - 1000) / 2)
    expect(missing).toEqual([
      { rule: 'score', points: 0, because: '20 points short of 22' },
      { rule: 'tiny', points: 0, because: 'Tiny: the score counts times 0.5' },
      { rule: 'fades', points: 1000, because: 'Worked: faded, and counts in full again with the next time' },
      { rule: 'free', points: 1000, because: 'Takes points away: Free mail: E-mail at gmail.com' },
      { rule: 'grows', points: 100, because: 'Works on: more of it counts' },
    ])
  })

  test('leaves out what brings nothing more', () => {
    const rules = ['a', 'b'].map((id) => ({
      id,
      family: 'fit',
      label: `Rule ${id}`,
      points: 20,
      when: isSet(id),
    }))
    const intent = { id: 'c', family: 'intent', label: 'Rule c', points: 20, when: isSet('c') }
    const model: Model = { ...BALANCED, rules: [...rules, intent], families: { fit: { cap: 30 } } }
    expect(told(model, { a: true }).missing.map(({ rule, points }) => [rule, points])).toEqual([
      ['score', 0],
      ['families', 0],
      ['c', 2000],
      ['b', 1000],
    ])
    expect(told(model, { a: true, b: true }).missing.map(({ rule }) => rule)).toEqual([
      'score',
      'families',
      'c',
    ])
  })
})

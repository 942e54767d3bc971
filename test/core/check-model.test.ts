import { Compile } from 'typebox/compile'
import { describe, expect, test } from 'vitest'
import { checkModel } from '../../server/core/check-model.ts'
import { BALANCED, SIMPLE, SMB } from '../../server/core/presets.ts'
import { Model } from '../../server/wire/model.ts'

const schema = Compile(Model)

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
      '/rules/1/id: an id of its own: rule 0 has this one',
      '/rules/0/when/all/0/not/count: a signal; did you mean "pricing"?',
      '/rules/1/when/atLeast: at most the 7 days it looks at',
      '/rules/2/when/within: whole days, such as 7d: counts go by days',
      '/families/breath: did you mean "breadth"?',
      '/qualify/score: at most 150: all rules together bring no more',
      '/qualify/families: at most 4: so many families bring points',
      '/tiers/0/from: at least 500, where users qualify',
      '/tiers/1/from: below 5: tiers go from high to low',
      '/tiers/1/from: 0: the last tier takes everybody else',
      '/routes/0: no bounds: the last route takes every lead that no other fits',
      '/businessHours: hours of a day, such as 9 to 17',
      '/businessHours/days: days from 0 (Sunday) to 6',
      '/businessHours/timeZone: a time zone, such as Europe/Berlin',
      '/routes/0/signal: a signal; did you mean "core"?',
    ])
  })
})

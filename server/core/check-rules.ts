import type { Decay, Model, Rule } from '../wire/model.ts'
import { checkWholeDays } from './check-condition.ts'
import { type ModelProblem, part } from './check-shape.ts'
import { nearest } from './nearest.ts'
import { hasOccurrences, pacedLeaf } from './pace.ts'

/** Ledger lines that no rule earns go by these. */
const RESERVED = new Set(['cap', 'decay'])
const TOTAL = 'total'
const FADES_WITHIN = 400
const LONGEST_HALF_LIFE = 40

/** What rules must keep to besides their conditions. */
export function checkRules(model: Model): ModelProblem[] {
  return [
    ...checkIds(model),
    ...model.rules.flatMap((rule, i) => [
      ...checkPace(rule, `/rules/${i}`),
      ...checkDecay(rule, `/rules/${i}/decay`),
    ]),
    ...checkFamilies(model),
  ]
}

function checkIds({ rules, fit, account }: Model): ModelProblem[] {
  const ids = [
    ...rules.map(({ id }, i) => ({ id, path: `/rules/${i}`, list: 'rule' })),
    ...(fit?.required ?? []).map(({ id }, i) => ({ id, path: `/fit/required/${i}`, list: 'fit' })),
    ...(fit?.factors ?? []).map(({ id }, i) => ({ id, path: `/fit/factors/${i}`, list: 'factor' })),
  ]
  return [
    ...distinctIds(ids),
    ...distinctIds((account.rules ?? []).map(({ id }, i) => ({ id, path: `/account/rules/${i}` }))),
  ]
}

function distinctIds(entries: readonly { readonly id: string; readonly path: string }[]): ModelProblem[] {
  return entries.flatMap(({ id, path }, i) => {
    const first = entries.findIndex((entry) => entry.id === id)
    if (first < i)
      return [
        { path: `${path}/id`, given: id, wanted: `an id of its own: ${entries[first]?.path} has this one` },
      ]
    return RESERVED.has(id)
      ? [{ path: `${path}/id`, given: id, wanted: 'another id: caps and decay go by this one' }]
      : []
  })
}

function checkPace({ when, each, atMost, decay }: Rule, path: string): ModelProblem[] {
  const problems: ModelProblem[] = []
  if (atMost !== undefined && !each)
    problems.push({
      path: `${path}/atMost`,
      given: String(atMost),
      wanted: 'nothing: only points for "each" have a limit of their own',
    })
  const paced = pacedLeaf(when)
  if (each && (!paced || !hasOccurrences(paced)))
    problems.push({
      path: `${path}/each`,
      given: 'true',
      wanted:
        'a "when" with one count, sum, days or distinct (alone, or in its "all"), and no "after": those are counted',
    })
  else if (decay && !paced)
    problems.push({
      path: `${path}/decay`,
      given: 'a decay',
      wanted: 'a "when" with one signal (alone, or in its "all"): points fade from its last occurrence',
    })
  return problems
}

function checkDecay({ decay }: Rule, path: string): ModelProblem[] {
  if (!decay) return []
  if ('linear' in decay) return checkWholeDays(decay.linear, FADES_WITHIN, `${path}/linear`)
  if ('halfLife' in decay) return checkWholeDays(decay.halfLife, LONGEST_HALF_LIFE, `${path}/halfLife`)
  return checkSteps(decay, path)
}

function checkSteps({ step, every }: Extract<Decay, { step: number }>, path: string): ModelProblem[] {
  const most = Math.max(1, Math.floor(FADES_WITHIN / Math.ceil(1 / step)))
  return checkWholeDays(every, most, `${path}/every`)
}

function checkFamilies(model: Model): ModelProblem[] {
  const { rules, families } = model
  const used = [...new Set(rules.map((rule) => rule.family))]
  const reserved = rules.flatMap(({ family }, i) =>
    family === TOTAL
      ? [
          {
            path: `/rules/${i}/family`,
            given: family,
            wanted: 'another name: the whole score goes by this one',
          },
        ]
      : [],
  )
  const unused = Object.keys(families).flatMap((name) => {
    if (used.includes(name)) return []
    const near = nearest(name, used)
    const wanted =
      near === null
        ? `a family that a rule has: ${used.join(', ')}`
        : `a family that a rule has, perhaps "${near}"`
    return [{ path: `/families/${part(name)}`, given: name, wanted }]
  })
  return [...reserved, ...unused, ...mistypedFamilies(model)]
}

/** So short names are near to any other. */
const SHORT = 4

/** A family needs no entry; but beside one of nearly the same name that other rules have, it is a slip. */
function mistypedFamilies({ rules, families }: Model): ModelProblem[] {
  const declared = Object.keys(families).filter((name) => rules.some(({ family }) => family === name))
  return rules.flatMap(({ family }, i) => {
    if (family.length <= SHORT || declared.includes(family)) return []
    const near = nearest(family, declared)
    if (near === null) return []
    const wanted = `a family of /families, perhaps "${near}"; or an entry of its own there`
    return [{ path: `/rules/${i}/family`, given: family, wanted }]
  })
}

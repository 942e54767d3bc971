import type { Condition, Model } from '../wire/model.ts'
import { checkHandOff } from './check-hand-off.ts'
import { nearest } from './nearest.ts'
import { ACTIVE, SIGNALS } from './signals.ts'
import { spanDays } from './time.ts'

/** One mistake: where (a JSON pointer), what stands there and what would be right. */
export type ModelProblem = { readonly path: string; readonly given: string; readonly wanted: string }

const WIDEST = 400

/** What a schema cannot say about a model; every mistake at once, none when it can be compiled. */
export function checkModel(model: Model): ModelProblem[] {
  const signals = [...new Set([ACTIVE, ...Object.keys(SIGNALS), ...Object.keys(model.signals)])]
  return [
    ...checkSignalNames(model),
    ...checkRuleIds(model),
    ...model.rules.flatMap((rule, i) => checkCondition(rule.when, `/rules/${i}/when`, signals)),
    ...checkFamilies(model),
    ...checkScore(model),
    ...checkHandOff(model),
    ...model.routes.flatMap((route, i) =>
      route.signal === undefined ? [] : checkSignal(route.signal, `/routes/${i}/signal`, signals),
    ),
  ]
}

function checkSignalNames({ signals }: Model): ModelProblem[] {
  return Object.keys(signals).flatMap((name) => {
    const path = `/signals/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (name === ACTIVE)
      return [{ path, given: name, wanted: 'nothing: every activity counts as active already' }]
    const isFine = /^[a-z0-9][a-z0-9-]*$/.test(name) && !(name in Object.prototype)
    return isFine ? [] : [{ path, given: name, wanted: 'a name in lower case, digits and dashes' }]
  })
}

function checkRuleIds({ rules }: Model): ModelProblem[] {
  return rules.flatMap(({ id }, i) => {
    const first = rules.findIndex((rule) => rule.id === id)
    if (first < i)
      return [{ path: `/rules/${i}/id`, given: id, wanted: `an id of its own: rule ${first} has this one` }]
    return id === 'cap'
      ? [{ path: `/rules/${i}/id`, given: id, wanted: 'another id: caps go by this one' }]
      : []
  })
}

function checkCondition(condition: Condition, path: string, signals: readonly string[]): ModelProblem[] {
  if ('all' in condition)
    return condition.all.flatMap((part, i) => checkCondition(part, `${path}/all/${i}`, signals))
  if ('any' in condition)
    return condition.any.flatMap((part, i) => checkCondition(part, `${path}/any/${i}`, signals))
  if ('not' in condition) return checkCondition(condition.not, `${path}/not`, signals)
  if ('count' in condition)
    return [...checkSignal(condition.count, `${path}/count`, signals), ...checkWindow(condition, path)]
  if ('days' in condition)
    return [
      ...checkSignal(condition.days, `${path}/days`, signals),
      ...checkWindow(condition, path),
      ...checkDays(condition, path),
    ]
  return 'recent' in condition ? checkSignal(condition.recent, `${path}/recent`, signals) : []
}

function checkSignal(name: string, path: string, signals: readonly string[]): ModelProblem[] {
  if (signals.includes(name)) return []
  const near = nearest(name, signals)
  const wanted = near === null ? `a signal: ${signals.join(', ')}` : `a signal; did you mean "${near}"?`
  return [{ path, given: name, wanted }]
}

/** Counts go by whole UTC days, so their windows do. */
function checkWindow({ within }: { within?: string }, path: string): ModelProblem[] {
  if (within === undefined) return []
  if (!within.endsWith('d'))
    return [{ path: `${path}/within`, given: within, wanted: 'whole days, such as 7d: counts go by days' }]
  if (spanDays(within) <= WIDEST) return []
  return [{ path: `${path}/within`, given: within, wanted: `at most ${WIDEST}d` }]
}

function checkDays({ atLeast, within }: { atLeast: number; within: string }, path: string): ModelProblem[] {
  if (atLeast <= spanDays(within)) return []
  return [
    {
      path: `${path}/atLeast`,
      given: String(atLeast),
      wanted: `at most the ${spanDays(within)} days it looks at`,
    },
  ]
}

function checkFamilies({ rules, families }: Model): ModelProblem[] {
  const used = [...new Set(rules.map((rule) => rule.family))]
  return Object.keys(families).flatMap((name) => {
    if (used.includes(name)) return []
    const near = nearest(name, used)
    const wanted = near === null ? `a family that a rule has: ${used.join(', ')}` : `did you mean "${near}"?`
    return [{ path: `/families/${name}`, given: name, wanted }]
  })
}

/** A model by which nobody could ever qualify is a mistake. */
function checkScore({ rules, families, qualify }: Model): ModelProblem[] {
  const sums = new Map<string, number>()
  for (const { family, points } of rules) if (points > 0) sums.set(family, (sums.get(family) ?? 0) + points)
  let most = 0
  for (const [family, sum] of sums) most += Math.min(sum, families[family]?.cap ?? sum)
  const problems: ModelProblem[] = []
  if (most < qualify.score)
    problems.push({
      path: '/qualify/score',
      given: String(qualify.score),
      wanted: `at most ${most}: all rules together bring no more`,
    })
  if (sums.size < qualify.families)
    problems.push({
      path: '/qualify/families',
      given: String(qualify.families),
      wanted: `at most ${sums.size}: so many families bring points`,
    })
  return problems
}

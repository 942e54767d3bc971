import type { Rule } from '../wire/model.ts'
import type { Engine } from './engine.ts'
import type { Look } from './look.ts'
import { isBeginning, pacedLeaf } from './pace.ts'
import { type CompiledRule, hundredths } from './rule.ts'
import { multiplied, tally } from './score.ts'
import type { Evaluation, MissingLine } from './types.ts'
import { number, spanWords } from './words.ts'

/**
 * What would qualify them: preconditions not met first (they bring no points, but nobody qualifies without), then how
 * far the score is, what holds it down, and what would bring points.
 */
export function missingOf(look: Look, now: Evaluation, engine: Engine): MissingLine[] {
  const sums = [...tally(look, engine)]
  return [
    ...preconditions(look, engine),
    ...shortfalls(sums, now, engine),
    ...(now.qualified ? [] : factorsAgainst(look, now, engine)),
    ...rulesLeft(look, { now, sums, engine }),
  ]
}

type Standing = {
  readonly now: Evaluation
  /** Points by family, before their caps. */
  readonly sums: readonly number[]
  readonly engine: Engine
}

/** What brings nothing because its family's cap is reached is left out. */
function rulesLeft(look: Look, { now, sums, engine }: Standing): MissingLine[] {
  return engine.rules
    .flatMap((rule, i) => {
      const left = leftOf(rule, look, { now, setting: engine.model.rules[i] })
      const points = left === null ? 0 : roomFor(left.points, rule.family, { sums, engine })
      return left === null || points <= 0 ? [] : [{ rule: rule.id, points, because: left.because }]
    })
    .sort((a, b) => b.points - a.points)
}

function preconditions(look: Look, engine: Engine): MissingLine[] {
  const { qualify } = engine.model
  const lines: MissingLine[] = []
  if (qualify.activated && !look.activated)
    lines.push(condition('activated', 'Has not reached first value yet'))
  if (look.at >= look.activeUntil)
    lines.push(condition('active', `Not active in ${spanWords(qualify.activeWithin)}`))
  for (const { id, label, test } of engine.required)
    if (!test.holds(look)) lines.push(condition(id, lacking(label, test.lacks(look))))
  return lines
}

const lacking = (label: string, lacks: string): string => (lacks === '' ? label : `${label}: ${lacks}`)

const condition = (rule: string, because: string): MissingLine => ({ rule, points: 0, because })

function shortfalls(sums: readonly number[], { score }: Evaluation, engine: Engine): MissingLine[] {
  const lines: MissingLine[] = []
  const short = engine.qualifyScore - score
  const families = sums.filter((points, i) => Math.min(points, capOf(i, engine)) > 0).length
  const wanted = engine.model.qualify.families
  if (short > 0)
    lines.push(
      condition('score', `${number(short / 100)} points short of ${number(engine.qualifyScore / 100)}`),
    )
  if (families < wanted) lines.push(condition('families', `Signals of ${families} of ${wanted} kinds`))
  return lines
}

const capOf = (family: number, engine: Engine): number => engine.families[family]?.cap ?? 0

/** Factors that take away, and those that would add. */
function factorsAgainst(look: Look, { score }: Evaluation, engine: Engine): MissingLine[] {
  return engine.factors.flatMap(({ id, label, times, test }) => {
    const holds = test.holds(look)
    if (holds && times < 1) return [condition(id, `${label}: the score counts times ${number(times)}`)]
    if (holds || times <= 1) return []
    return [{ rule: id, points: multiplied(score, times) - score, because: lacking(label, test.lacks(look)) }]
  })
}

type Left = Pick<MissingLine, 'points' | 'because'>

/** What a rule could bring that it does not: all of it, what it takes away, another occurrence, or what has faded. */
function leftOf(
  rule: CompiledRule,
  look: Look,
  { now, setting }: { readonly now: Evaluation; readonly setting: Rule | undefined },
): Left | null {
  const { label, test, points } = rule
  if (!test.holds(look)) return points > 0 ? { points, because: test.lacks(look) || label } : null
  if (now.qualified) return null
  const { raw, faded, capped } = rule.earns(look.member, look.at)
  if (points < 0) return { points: -capped, because: `Takes points away: ${withEvidence(rule, look)}` }
  if (setting?.each) {
    const most = setting.atMost === undefined ? points : hundredths(setting.atMost) - capped
    return { points: Math.min(points, most), because: `${label}: more of it counts` }
  }
  const paced = setting && pacedLeaf(setting.when)
  if (paced && isBeginning(paced)) return null
  return { points: raw - faded, because: `${label}: faded, and counts in full again with the next time` }
}

const withEvidence = ({ label, test }: CompiledRule, look: Look): string =>
  [label, ...test.evidence(look).map(({ because }) => because)].join(': ')

/** What points would really add to a family, up to its cap. */
function roomFor(points: number, family: number, { sums, engine }: Omit<Standing, 'now'>): number {
  const sum = sums[family] ?? 0
  const cap = capOf(family, engine)
  return Math.min(sum + points, cap) - Math.min(sum, cap)
}

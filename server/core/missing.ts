import type { Engine } from './engine.ts'
import type { Look } from './look.ts'
import { tally } from './score.ts'
import type { Evaluation, MissingLine } from './types.ts'
import { number, spanWords } from './words.ts'

/**
 * What would qualify them: preconditions not met first (they bring no points, but nobody qualifies without), then how
 * far the score is, then rules by their points.
 */
export function missingOf(look: Look, now: Evaluation, engine: Engine): MissingLine[] {
  return [...preconditions(look, engine), ...shortfalls(look, now, engine), ...rulesLeft(look, engine)]
}

function preconditions(look: Look, engine: Engine): MissingLine[] {
  const { qualify } = engine.model
  const lines: MissingLine[] = []
  if (qualify.activated && !look.activated)
    lines.push(condition('activated', 'Has not reached first value yet'))
  if (look.at >= look.activeUntil)
    lines.push(condition('active', `Not active in ${spanWords(qualify.activeWithin)}`))
  for (const { id, label, test } of engine.required)
    if (!test.holds(look)) lines.push(condition(id, `${label}: ${test.lacks(look)}`))
  return lines
}

const condition = (rule: string, because: string): MissingLine => ({ rule, points: 0, because })

function shortfalls(look: Look, { score }: Evaluation, engine: Engine): MissingLine[] {
  const lines: MissingLine[] = []
  const short = engine.qualifyScore - score
  const families = tally(look, engine).filter(
    (points, i) => Math.min(points, engine.families[i]?.cap ?? 0) > 0,
  ).length
  const wanted = engine.model.qualify.families
  if (short > 0)
    lines.push(
      condition('score', `${number(short / 100)} points short of ${number(engine.qualifyScore / 100)}`),
    )
  if (families < wanted) lines.push(condition('families', `Signals of ${families} of ${wanted} kinds`))
  return lines
}

function rulesLeft(look: Look, engine: Engine): MissingLine[] {
  return engine.rules
    .filter((rule) => rule.points > 0 && !rule.test.holds(look))
    .map((rule) => ({
      rule: rule.id,
      points: rule.points,
      because: rule.test.lacks(look) || rule.label,
    }))
    .sort((a, b) => b.points - a.points)
}

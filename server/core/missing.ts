import type { Engine } from './engine.ts'
import type { Asked } from './ledger.ts'
import { activeUntil, isActivated, tally } from './score.ts'
import type { Evaluation, MissingLine } from './types.ts'
import { number, spanWords } from './words.ts'

/**
 * What would qualify them: preconditions not met first (they bring no points, but nobody qualifies without), then how
 * far the score is, then rules by their points.
 */
export function missingOf(asked: Asked, now: Evaluation, engine: Engine): MissingLine[] {
  return [...preconditions(asked, engine), ...shortfalls(asked, now, engine), ...rulesLeft(asked, engine)]
}

function preconditions({ member, account, at }: Asked, engine: Engine): MissingLine[] {
  const { qualify } = engine.model
  const lines: MissingLine[] = []
  if (qualify.activated && !isActivated(member, engine))
    lines.push(condition('activated', 'Has not reached first value yet'))
  if (at >= activeUntil(member, engine))
    lines.push(condition('active', `Not active in ${spanWords(qualify.activeWithin)}`))
  for (const { id, label, test } of engine.required)
    if (!test.holds(member, account, at))
      lines.push(condition(id, `${label}: ${test.lacks(member, account, at)}`))
  return lines
}

const condition = (rule: string, because: string): MissingLine => ({ rule, points: 0, because })

function shortfalls({ member, account, at }: Asked, { score }: Evaluation, engine: Engine): MissingLine[] {
  const lines: MissingLine[] = []
  const short = engine.qualifyScore - score
  const families = tally(member, account, engine, at).filter(
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

function rulesLeft({ member, account, at }: Asked, engine: Engine): MissingLine[] {
  return engine.rules
    .filter((rule) => rule.points > 0 && !rule.test.holds(member, account, at))
    .map((rule) => ({
      rule: rule.id,
      points: rule.points,
      because: rule.test.lacks(member, account, at) || rule.label,
    }))
    .sort((a, b) => b.points - a.points)
}

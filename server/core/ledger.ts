import type { Evidence } from './atom.ts'
import type { Engine } from './engine.ts'
import type { Look } from './look.ts'
import { NEWEST } from './measure.ts'
import type { CompiledRule, Earned } from './rule.ts'
import { multiplied } from './score.ts'
import type { LedgerLine } from './types.ts'
import { number } from './words.ts'

/** Every rule that earns, what fades and what caps and factors change; the lines sum exactly to the score. */
export function ledgerOf(look: Look, engine: Engine): LedgerLine[] {
  const lines: LedgerLine[] = []
  const sums = engine.families.map(() => 0)
  for (const rule of engine.rules) {
    if (!rule.test.holds(look)) continue
    const earned = rule.earns(look.member, look.at)
    sums[rule.family] = (sums[rule.family] ?? 0) + earned.capped
    lines.push(...ruleLines(rule, earned, look, engine))
  }
  const capped = sums.map((sum, i) => Math.min(sum, engine.families[i]?.cap ?? 0))
  lines.push(...familyLines(sums, engine))
  const total = capped.reduce((sum, points) => sum + points, 0)
  return [...lines, ...factorLines(total, look, engine)]
}

function ruleLines(rule: CompiledRule, earned: Earned, look: Look, engine: Engine): LedgerLine[] {
  const family = engine.families[rule.family]?.name ?? ''
  const { raw, faded, capped } = earned
  const told = rule.test.evidence(look)
  return [
    { rule: rule.id, family, points: raw, ...joined(told, rule.label) },
    ...adjustment('decay', family, faded - raw, `Fading: ${rule.label}`),
    ...adjustment(
      'cap',
      family,
      capped - faded,
      `${rule.label} counts at most ${number(Math.abs(capped) / 100)}`,
    ),
  ]
}

/** Several pieces of evidence as one; a label says what has none. */
function joined(told: readonly Evidence[], label: string): Omit<LedgerLine, 'rule' | 'family' | 'points'> {
  const instants = (pick: 'firstAt' | 'lastAt'): number[] =>
    told.flatMap((evidence) => (evidence[pick] === null ? [] : [evidence[pick]]))
  const firstAt = instants('firstAt')
  const lastAt = instants('lastAt')
  return {
    because: told.map((evidence) => evidence.because).join('; ') || label,
    count: told[0]?.count ?? 0,
    firstAt: firstAt.length > 0 ? Math.min(...firstAt) : null,
    lastAt: lastAt.length > 0 ? Math.max(...lastAt) : null,
    events: told.flatMap((evidence) => evidence.events).slice(0, 2 * NEWEST),
  }
}

/** A line that no rule earned; none if it changes nothing. */
function adjustment(rule: string, family: string, points: number, because: string): LedgerLine[] {
  if (points === 0) return []
  return [{ rule, family, points, because, count: 0, firstAt: null, lastAt: null, events: [] }]
}

/** What a family's cap takes away is a line of its own, so that the sum is exact. */
function familyLines(sums: readonly number[], engine: Engine): LedgerLine[] {
  return engine.families.flatMap(({ name, cap }, i) => {
    const over = Math.max(0, (sums[i] ?? 0) - cap)
    return adjustment('cap', name, -over, `${name.replaceAll('-', ' ')} counts at most ${number(cap / 100)}`)
  })
}

/** What fit multiplies, one factor after the other, and the cap of all. */
function factorLines(total: number, look: Look, engine: Engine): LedgerLine[] {
  const lines: LedgerLine[] = []
  let score = total
  for (const { id, label, times, test } of engine.factors) {
    if (!test.holds(look)) continue
    const product = multiplied(score, times)
    lines.push(...adjustment(id, 'fit', product - score, `${label}: times ${number(times)}`))
    score = product
  }
  const over = Math.max(0, score - engine.cap)
  return [
    ...lines,
    ...adjustment('cap', 'total', -over, `The score counts at most ${number(engine.cap / 100)}`),
  ]
}

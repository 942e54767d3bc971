import type { Engine } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { activeUntil, isActivated, tally } from './score.ts'
import type { AccountDoc, Explanation, LedgerLine, MemberDoc, MissingLine } from './types.ts'
import { number, spanWords } from './words.ts'

type Asked = { readonly member: MemberDoc; readonly account: AccountDoc; readonly at: number }

/** The same verdict as `evaluate`, with its reasons: the lines sum exactly to the score. */
export function explain(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Explanation {
  const asked = { member, account, at }
  const held: number[] = []
  const points = tally(asked, engine, (index) => held.push(index))
  const { score, tier, qualified, nextChangeAt } = evaluate(member, account, engine, at)
  return {
    score,
    tier,
    qualified,
    ledger: [...held.flatMap((index) => ruleLine(index, asked, engine)), ...capLines(points, engine)],
    missing: missing(new Set(held), asked, engine),
    nextChangeAt,
  }
}

function ruleLine(index: number, { member, account, at }: Asked, engine: Engine): LedgerLine[] {
  const rule = engine.rules[index]
  if (!rule) return []
  const told = rule.test.atoms
    .filter((atom) => atom.holds(member, account, at))
    .map((atom) => atom.evidence(member, account, at))
  const instants = (pick: 'firstAt' | 'lastAt'): number[] =>
    told.flatMap((evidence) => (evidence[pick] === null ? [] : [evidence[pick]]))
  return [
    {
      rule: rule.id,
      family: engine.families[rule.family]?.name ?? '',
      points: rule.points,
      because:
        told.map((evidence) => evidence.because).join('; ') || (engine.model.rules[index]?.label ?? rule.id),
      count: told[0]?.count ?? 0,
      firstAt: least(instants('firstAt')),
      lastAt: greatest(instants('lastAt')),
    },
  ]
}

const least = (instants: readonly number[]): number | null =>
  instants.length > 0 ? Math.min(...instants) : null
const greatest = (instants: readonly number[]): number | null =>
  instants.length > 0 ? Math.max(...instants) : null

/** What a family's cap takes away is a line of its own, so that the sum is exact. */
function capLines(points: readonly number[], engine: Engine): LedgerLine[] {
  return engine.families.flatMap(({ name, cap }, i) => {
    const over = (points[i] ?? 0) - cap
    if (over <= 0) return []
    return [
      {
        rule: 'cap',
        family: name,
        points: -over,
        because: `${name.replaceAll('-', ' ')} counts at most ${number(cap / 100)}`,
        count: 0,
        firstAt: null,
        lastAt: null,
      },
    ]
  })
}

/** Preconditions not met first (they bring no points but nobody qualifies without), then rules by their points. */
function missing(held: ReadonlySet<number>, { member, account, at }: Asked, engine: Engine): MissingLine[] {
  const rules = engine.rules.flatMap((rule, index) => {
    if (held.has(index) || rule.points <= 0) return []
    const lacking = rule.test.atoms.filter((atom) => !atom.holds(member, account, at))
    const because = lacking.map((atom) => atom.lacks(member, account, at)).join('; ')
    return [
      {
        rule: rule.id,
        points: rule.points,
        because: because || (engine.model.rules[index]?.label ?? rule.id),
      },
    ]
  })
  return [...preconditions(member, engine, at), ...rules.sort((a, b) => b.points - a.points)]
}

function preconditions(member: MemberDoc, engine: Engine, at: number): MissingLine[] {
  const { qualify } = engine.model
  const lines: MissingLine[] = []
  if (qualify.activated && !isActivated(member, engine))
    lines.push({ rule: 'activated', points: 0, because: 'Has not reached first value yet' })
  if (at >= activeUntil(member, engine))
    lines.push({ rule: 'active', points: 0, because: `Not active in ${spanWords(qualify.activeWithin)}` })
  return lines
}

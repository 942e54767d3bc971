import type { Condition } from '../wire/condition.ts'
import type { Model, Rule } from '../wire/model.ts'
import type { ModelProblem } from './check-shape.ts'
import { guardedOf } from './engine.ts'

/** Each counts one bit of a member's summary. */
const MOST_COUNTED = 30

/** A model by which nobody could ever qualify, or ever reach sales, is a mistake. */
export function checkScore(model: Model): ModelProblem[] {
  const { qualify, tiers } = model
  const sums = new Map<string, number>()
  for (const rule of model.rules)
    if (rule.points > 0) sums.set(rule.family, (sums.get(rule.family) ?? 0) + mostOf(rule))
  const most = mostPoints(sums, model)
  const problems: ModelProblem[] = []
  if (most < qualify.score)
    problems.push({
      path: '/qualify/score',
      given: String(qualify.score),
      wanted: `at most ${most}: all rules together bring no more`,
    })
  const bringing = [...sums.keys()].filter((family) => (model.families[family]?.cap ?? 1) > 0).length
  if (bringing < qualify.families)
    problems.push({
      path: '/qualify/families',
      given: String(qualify.families),
      wanted: `at most ${bringing}: so many families bring points`,
    })
  const lowest = tiers.findLastIndex(({ sales }) => sales)
  const from = tiers[lowest]?.from ?? 0
  if (most >= qualify.score && most < from)
    problems.push({
      path: `/tiers/${lowest}/from`,
      given: String(from),
      wanted: `at most ${most}: all rules together bring no more, so that no lead would open here`,
    })
  return problems
}

const mostOf = ({ points, each, atMost }: Rule): number =>
  each ? (atMost ?? Number.POSITIVE_INFINITY) : points

function mostPoints(sums: ReadonlyMap<string, number>, { families, fit, cap }: Model): number {
  let most = 0
  for (const [family, sum] of sums) most += Math.min(sum, families[family]?.cap ?? sum)
  for (const { times } of fit?.factors ?? []) most *= Math.max(1, times)
  return Math.min(most, cap ?? most)
}

/** An account can qualify in at least one way, and each way is whole. */
export function checkAccount({ account, routes }: Model): ModelProblem[] {
  const { qualifiedShare, qualifiedAtLeast, when, rules, score } = account
  const problems: ModelProblem[] = []
  const say = (path: string, given: unknown, wanted: string): void => {
    problems.push({ path: `/account${path}`, given: String(given), wanted })
  }
  if (qualifiedShare === undefined && when === undefined && score === undefined)
    say('', 'no way to qualify', 'qualifiedShare, when, or rules with a score')
  if (qualifiedShare === undefined && qualifiedAtLeast !== undefined)
    say('/qualifiedAtLeast', qualifiedAtLeast, 'a qualifiedShare beside it')
  if (rules !== undefined && score === undefined)
    say('/score', 'nothing', 'the points at which an account qualifies')
  const most = (rules ?? []).reduce((sum, { points }) => sum + Math.max(0, points), 0)
  if (score !== undefined && most < score)
    say('/score', score, `at most ${most}: all rules of the account bring no more`)
  const counted = countUsersWho([...(when ? [when] : []), ...(rules ?? []).map((rule) => rule.when)])
  const guards = routes.slice(0, guardedOf({ routes })).filter((route) => route.when !== undefined).length
  if (counted + guards > MOST_COUNTED)
    say(
      '',
      `${counted} of usersWho`,
      `at most ${Math.max(0, MOST_COUNTED - guards)}${guards > 0 ? ` beside ${guards} routes with "when" up to the last one without leads` : ''}`,
    )
  return problems
}

function countUsersWho(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, condition) => {
    if ('all' in condition) return sum + countUsersWho(condition.all)
    if ('any' in condition) return sum + countUsersWho(condition.any)
    if ('not' in condition) return sum + countUsersWho([condition.not])
    return sum + ('usersWho' in condition ? 1 : 0)
  }, 0)
}

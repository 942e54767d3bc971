import type { Condition, Leaf, Step } from '../wire/condition.ts'
import type { ModelProblem } from './check-shape.ts'
import { nearest } from './nearest.ts'
import { spanDays } from './time.ts'

/** Where a condition stands: a user's rules, or what an account is judged by. */
export type Asked = {
  readonly path: string
  readonly about: 'user' | 'account'
  readonly signals: readonly string[]
}

/** The widest window that day counts are kept for, and the longest beginning ("after signup"). */
const WIDEST = 400
const LONGEST_BEGINNING = 90

export function checkCondition(condition: Condition, asked: Asked): ModelProblem[] {
  const inside = (name: string): Asked => ({ ...asked, path: `${asked.path}/${name}` })
  if ('all' in condition) return condition.all.flatMap((one, i) => checkCondition(one, inside(`all/${i}`)))
  if ('any' in condition) return condition.any.flatMap((one, i) => checkCondition(one, inside(`any/${i}`)))
  if ('not' in condition) return checkCondition(condition.not, inside('not'))
  if ('usersWho' in condition) return checkUsersWho(condition.usersWho, asked)
  if ('users' in condition) return checkUsers(condition.users, asked)
  if (asked.about === 'account' && !('trait' in condition)) return [aboutOneUser(condition, asked)]
  return checkLeaf(condition, asked)
}

function checkUsersWho(who: Condition, asked: Asked): ModelProblem[] {
  const path = `${asked.path}/usersWho`
  if (asked.about === 'user')
    return [{ path, given: 'usersWho', wanted: 'nothing: users are counted under /account only' }]
  return checkCondition(who, { ...asked, path, about: 'user' })
}

function checkUsers(users: string, { path, about }: Asked): ModelProblem[] {
  if (users !== 'qualified' || about === 'account') return []
  const wanted = '"all" or "active": whether a user qualifies cannot depend on itself'
  return [{ path: `${path}/users`, given: users, wanted }]
}

function aboutOneUser(leaf: Leaf, { path }: Asked): ModelProblem {
  const [kind = ''] = Object.keys(leaf)
  const wanted = 'users, usersWho or trait: this is about one user, so put it into usersWho'
  return { path, given: kind, wanted }
}

function checkLeaf(leaf: Leaf, { path, signals }: Asked): ModelProblem[] {
  const signal = (name: string, at: string): ModelProblem[] => checkSignal(name, `${path}/${at}`, signals)
  if ('afterLimit' in leaf) return signal(leaf.count, 'count')
  if ('count' in leaf) return [...signal(leaf.count, 'count'), ...windowOf(leaf, path, signals)]
  if ('days' in leaf)
    return [...signal(leaf.days, 'days'), ...windowOf(leaf, path, signals), ...checkDays(leaf, path)]
  if ('of' in leaf) return [...signal(leaf.of, 'of'), ...windowOf(leaf, path, signals)]
  if ('recent' in leaf) return signal(leaf.recent, 'recent')
  if ('absent' in leaf) return signal(leaf.absent, 'absent')
  if ('sequence' in leaf)
    return leaf.sequence.flatMap((step, i) =>
      signal(signalOf(step), `sequence/${i}${isPlain(step) ? '' : '/signal'}`),
    )
  return []
}

const isPlain = (step: Step): step is string => typeof step === 'string'
export const signalOf = (step: Step): string => (isPlain(step) ? step : step.signal)

/** A signal by its name; a mistyped one is told the nearest. */
export function checkSignal(name: string, path: string, signals: readonly string[]): ModelProblem[] {
  if (signals.includes(name)) return []
  const near = nearest(name, signals)
  const wanted = near === null ? `a signal: ${signals.join(', ')}` : `a signal, perhaps "${near}"`
  return [{ path, given: name, wanted }]
}

type Windowed = { readonly within?: string; readonly after?: string }

/** Counts go by whole UTC days, so their windows do. */
function windowOf({ within, after }: Windowed, path: string, signals: readonly string[]): ModelProblem[] {
  const problems = after === undefined ? [] : checkSignal(after, `${path}/after`, signals)
  if (within === undefined) {
    if (after !== undefined)
      problems.push({
        path: `${path}/within`,
        given: 'nothing',
        wanted: `the days after ${after}, such as 7d`,
      })
    return problems
  }
  const most = after === undefined ? WIDEST : LONGEST_BEGINNING
  return [...problems, ...checkWholeDays(within, most, `${path}/within`)]
}

/** A span of whole days, at most so many. */
export function checkWholeDays(span: string, most: number, path: string): ModelProblem[] {
  if (!span.endsWith('d')) return [{ path, given: span, wanted: 'whole days, such as 7d: counts go by days' }]
  return spanDays(span) <= most ? [] : [{ path, given: span, wanted: `at most ${most}d` }]
}

function checkDays({ atLeast, within }: { atLeast: number; within: string }, path: string): ModelProblem[] {
  if (atLeast <= spanDays(within)) return []
  const wanted = `at most the ${spanDays(within)} days it looks at`
  return [{ path: `${path}/atLeast`, given: String(atLeast), wanted }]
}

import type { UserView } from '../wire/view.ts'

/** A score on a terminal: the lines sum to it. */
export const explain = (user: UserView): string =>
  [
    `${user.userId} in ${user.accountId}: ${user.score} points, ${user.tier}, ${user.qualified ? 'qualified' : 'not qualified'}`,
    ...user.ledger.map(({ points, rule, because }) => line(points, rule, because)),
    ...(user.missing.length > 0 ? ['Would add:'] : []),
    ...user.missing.map(({ points, rule, because }) => line(points, rule, because)),
    ...(user.nextChangeAt ? [`Changes by time alone at ${user.nextChangeAt}`] : []),
  ].join('\n')

const line = (points: number, rule: string, because: string): string =>
  `${points.toFixed(2).padStart(9)}  ${rule.padEnd(24)} ${because}`

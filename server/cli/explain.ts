import type { AccountView, UserView } from '../wire/view.ts'
import { type AddCommand, CommandError } from './command.ts'
import { count } from './count.ts'
import { type Installation, withInstallation } from './installation.ts'

export const addExplain: AddCommand = (program, terminal) => {
  program
    .command('explain')
    .argument(
      '<id>',
      'a user id, or an account id (people who named none: the business domain of their address)',
    )
    .description('print a score with its reasons: whose it is, what it rests on, what is missing')
    .option('--events', 'with the newest events behind each line')
    .action((id: string, { events = false }: { events?: boolean }) =>
      withInstallation(async (installation) => {
        const user = await find<UserView>(installation, `/api/users/${encodeURIComponent(id)}`)
        if (user) return terminal.result(user, explainUser(user, events))
        const account = await find<AccountView>(installation, `/api/accounts/${encodeURIComponent(id)}`)
        if (!account) throw new CommandError(`No event has named a user or an account "${id}".`)
        terminal.result(account, explainAccount(account))
      }),
    )
}

const find = async <T>({ call, ask }: Installation, path: string): Promise<T | null> => {
  const { status, body } = await call({ method: 'GET', path, as: 'admin' })
  if (status === 404) return null
  return status === 200 ? (JSON.parse(body) as T) : ask<T>({ method: 'GET', path })
}

/** A score on a terminal: the lines sum to it. */
const explainUser = (user: UserView, withEvents: boolean): string =>
  [
    `${user.userId} in ${user.accountId}: ${user.score} points, ${user.tier}, ${verdict(user.qualified)}`,
    `${user.heat.word}: ${user.heat.because}`,
    ...(user.inApp === null ? [] : [`Left to the product, no lead opens: ${user.inApp}`]),
    ...user.ledger.flatMap((entry) => [
      line(entry.points, entry.rule, entry.because),
      ...(withEvents ? entry.events.map(eventLine) : []),
    ]),
    ...(user.missing.length > 0 ? [user.qualified ? 'What they have not done yet:' : WANTED] : []),
    ...user.missing.map(({ points, rule, because }) => line(points, rule, because)),
    ...(user.nextChangeAt ? [`Changes by time alone at ${user.nextChangeAt}`] : []),
    ...(user.dropsAt ? [`Qualified until ${user.dropsAt}, unless they do more before then`] : []),
  ].join('\n')

const explainAccount = (account: AccountView): string =>
  [
    `${account.name} (${account.accountId}): ${account.tier}, ${verdict(account.qualified)}`,
    ...(account.qualified ? account.reasons : account.missing).map((words) => `  ${words}`),
    `  ${count(account.users, 'user')}, ${account.activeUsers} active, ${account.qualifiedUsers} qualified`,
    ...(account.champions.length > 0 ? [`  Champions: ${account.champions.join(', ')}`] : []),
    ...(account.departments.length > 0 ? [`  Departments: ${account.departments.join(', ')}`] : []),
    ...account.people.map(
      ({ userId, score, tier, qualified }) =>
        `${score.toFixed(2).padStart(9)}  ${userId}: ${tier}, ${verdict(qualified)}`,
    ),
    ...(account.leadId ? [`Open lead: ${account.leadId}`] : []),
    ...(account.nextChangeAt ? [`Changes by time alone at ${account.nextChangeAt}`] : []),
  ].join('\n')

/* In the words of the inbox. */
const WANTED = 'What would qualify them:'
const verdict = (isQualified: boolean): string => (isQualified ? 'qualified' : 'not qualified yet')

const eventLine = ({ id, at, trust }: UserView['ledger'][number]['events'][number]): string =>
  `${' '.repeat(11)}${at}  ${id} (${trust})`

const line = (points: number, rule: string, because: string): string =>
  `${(points === 0 ? '' : points.toFixed(2)).padStart(9)}  ${rule.padEnd(24)} ${because}`

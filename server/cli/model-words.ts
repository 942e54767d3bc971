import type { ModelChange, ModelTrial } from '../wire/model-view.ts'
import { count } from './count.ts'

/** `~ rules, pricing-visits, points: 20 -> 25`. */
export const describeChange = ({ kind, place, before, after }: ModelChange): string => {
  switch (kind) {
    case 'added':
      return `+ ${place}: ${show(after)}`
    case 'removed':
      return `- ${place}: ${show(before)}`
    case 'changed':
      return `~ ${place}: ${show(before)} -> ${show(after)}`
    case 'moved':
      return `~ ${place}: now in the order ${show(after)}`
    default:
      return kind satisfies never
  }
}

const show = (value: unknown): string => JSON.stringify(value)

/** What a model would do, people by name. */
export const describeTrial = ({
  changes,
  users,
  accounts,
  leads,
  refolds,
  journalSince,
}: ModelTrial): string =>
  [
    ...(changes.length === 0 ? ['It is the model in force.'] : changes.map(describeChange)),
    '',
    `Users:    ${users.enter} would qualify, ${users.leave} no longer; ${users.qualified} of ${users.judged} do now.`,
    ...users.entering.map(
      ({ userId, accountId, score }) => `  + ${userId} in ${accountId}: ${scores(score)}`,
    ),
    ...users.leaving.map(({ userId, accountId, score }) => `  - ${userId} in ${accountId}: ${scores(score)}`),
    `Accounts: ${accounts.enter} would qualify, ${accounts.leave} no longer; ${accounts.qualified} of ${accounts.judged} do now.`,
    ...accounts.entering.map(({ accountId }) => `  + ${accountId}`),
    ...accounts.leaving.map(({ accountId }) => `  - ${accountId}`),
    `Leads:    ${count(leads.open, 'lead')} would open, ${count(leads.close, 'lead')} would close.`,
    ...(refolds
      ? [
          'Profiles lack what it looks at: they are folded anew from the journal in the background.',
          ...(journalSince === null
            ? []
            : [
                `The journal begins on ${journalSince.slice(0, 10)}: what is new to it is counted from then on.`,
              ]),
        ]
      : []),
  ].join('\n')

const scores = ({ before, after }: { before: number; after: number }): string =>
  `${before} -> ${after} points`

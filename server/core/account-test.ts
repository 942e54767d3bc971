import type { Condition, UsersWhoLeaf } from '../wire/condition.ts'
import { own } from './register.ts'
import { countUsers, usersWords } from './state-atoms.ts'
import { said, traitFits, traitWanted } from './trait-atoms.ts'
import type { AccountDoc } from './types.ts'
import { number } from './words.ts'

/** A condition about an account: of its sums and its own traits only, so that no member need be looked at. */
export type AccountTest = {
  readonly holds: (account: AccountDoc) => boolean
  /** "3 active users in the account": what is, and what would be wanted. */
  readonly because: (account: AccountDoc) => string
  readonly lacks: (account: AccountDoc) => string
}

/** Counts users for whom a condition holds: answers under which flag. */
export type CountWho = (who: Condition) => number

export function compileAccountTest(condition: Condition, countWho: CountWho, label: string): AccountTest {
  const compile = (one: Condition): AccountTest => compileAccountTest(one, countWho, label)
  if ('all' in condition) return allOf(condition.all.map(compile))
  if ('any' in condition) return anyOf(condition.any.map(compile))
  if ('not' in condition) return not(compile(condition.not))
  if ('usersWho' in condition) return who(condition, countWho(condition.usersWho), label)
  if ('users' in condition) {
    const { users, atLeast } = condition
    const count = ({ sums }: AccountDoc): number => countUsers(sums, users)
    return {
      holds: (account) => count(account) >= atLeast,
      because: (account) => usersWords(count(account), users),
      lacks: (account) => `${number(count(account))} of ${usersWords(atLeast, users)}`,
    }
  }
  return 'trait' in condition ? trait(condition) : NOTHING
}

function allOf(tests: readonly AccountTest[]): AccountTest {
  return {
    holds: (account) => tests.every((test) => test.holds(account)),
    because: (account) => tests.map((test) => test.because(account)).join('; '),
    lacks: (account) =>
      tests
        .filter((test) => !test.holds(account))
        .map((test) => test.lacks(account))
        .join('; '),
  }
}

function anyOf(tests: readonly AccountTest[]): AccountTest {
  return {
    holds: (account) => tests.some((test) => test.holds(account)),
    because: (account) =>
      tests
        .filter((test) => test.holds(account))
        .map((test) => test.because(account))
        .join('; '),
    lacks: (account) => tests.map((test) => test.lacks(account)).join(', or '),
  }
}

function not(test: AccountTest): AccountTest {
  return {
    holds: (account) => !test.holds(account),
    because: (account) => `not ${test.lacks(account)}`,
    lacks: (account) => `not so: ${test.because(account)}`,
  }
}

function who({ atLeast }: UsersWhoLeaf, flag: number, label: string): AccountTest {
  const count = ({ sums }: AccountDoc): number => sums.who[flag] ?? 0
  const words = (n: number): string => `${number(n)} user${n === 1 ? '' : 's'}: ${label}`
  return {
    holds: (account) => count(account) >= atLeast,
    because: (account) => words(count(account)),
    lacks: (account) => `${number(count(account))} of ${words(atLeast)}`,
  }
}

function trait(leaf: Extract<Condition, { trait: string }>): AccountTest {
  const fits = traitFits(leaf)
  const value = ({ own: mine }: AccountDoc) => mine && own(mine.traits, leaf.trait)?.value
  return {
    holds: (account) => fits(value(account) ?? undefined),
    because: (account) => `${leaf.trait} is ${said(value(account) ?? undefined)}`,
    lacks: (account) => `${traitWanted(leaf)}, not ${said(value(account) ?? undefined)}`,
  }
}

/** Conditions about one user stand in `usersWho`: `checkModel` sees to it. */
const NOTHING: AccountTest = { holds: () => false, because: () => '', lacks: () => '' }

import type { Condition, Leaf } from '../wire/condition.ts'
import type { Atom, Evidence } from './atom.ts'
import { absence, counted, recency } from './count-atoms.ts'
import { attempts, sequence } from './sequence-atoms.ts'
import { invitees, limitRatio, users } from './state-atoms.ts'
import { emailDomain, traitTest } from './trait-atoms.ts'
import type { AccountDoc, MemberDoc } from './types.ts'

/** A condition about a member, as plain functions. */
export type Test = {
  readonly holds: (member: MemberDoc, account: AccountDoc, at: number) => boolean
  /** Its leaves from left to right: what time can change. */
  readonly atoms: readonly Atom[]
  /** What stands behind it while it holds. */
  readonly evidence: (member: MemberDoc, account: AccountDoc, at: number) => readonly Evidence[]
  /** What it would take while it does not. */
  readonly lacks: (member: MemberDoc, account: AccountDoc, at: number) => string
}

export function compileCondition(condition: Condition): Test {
  if ('all' in condition) return allOf(condition.all.map(compileCondition))
  if ('any' in condition) return anyOf(condition.any.map(compileCondition))
  if ('not' in condition) return not(compileCondition(condition.not))
  const atom = atomOf(condition)
  return { ...atom, atoms: [atom], evidence: (...asked) => [atom.evidence(...asked)] }
}

function allOf(tests: readonly Test[]): Test {
  return {
    holds: (member, account, at) => {
      for (const test of tests) if (!test.holds(member, account, at)) return false
      return true
    },
    atoms: tests.flatMap((test) => test.atoms),
    evidence: (...asked) => tests.flatMap((test) => test.evidence(...asked)),
    lacks: (...asked) =>
      tests
        .filter((test) => !test.holds(...asked))
        .map((test) => test.lacks(...asked))
        .join('; '),
  }
}

function anyOf(tests: readonly Test[]): Test {
  return {
    holds: (member, account, at) => {
      for (const test of tests) if (test.holds(member, account, at)) return true
      return false
    },
    atoms: tests.flatMap((test) => test.atoms),
    evidence: (...asked) =>
      tests.filter((test) => test.holds(...asked)).flatMap((test) => test.evidence(...asked)),
    lacks: (...asked) => tests.map((test) => test.lacks(...asked)).join(', or '),
  }
}

/** What is denied has no evidence: nothing happened. */
function not(test: Test): Test {
  return {
    holds: (member, account, at) => !test.holds(member, account, at),
    atoms: test.atoms,
    evidence: () => [],
    lacks: (...asked) =>
      `not so: ${test
        .evidence(...asked)
        .map((evidence) => evidence.because)
        .join('; ')}`,
  }
}

function atomOf(leaf: Leaf): Atom {
  if ('afterLimit' in leaf) return attempts(leaf)
  if ('count' in leaf || 'sum' in leaf || 'days' in leaf || 'distinct' in leaf) return counted(leaf)
  if ('recent' in leaf) return recency(leaf)
  if ('absent' in leaf) return absence(leaf)
  if ('sequence' in leaf) return sequence(leaf)
  if ('limit' in leaf) return limitRatio(leaf)
  if ('inviteesActive' in leaf) return invitees(leaf.inviteesActive)
  if ('emailDomain' in leaf) return emailDomain(leaf)
  if ('trait' in leaf) return traitTest(leaf)
  if ('users' in leaf) return users(leaf)
  return impossible
}

/** `usersWho` is about accounts: `checkModel` lets no rule of a user have it. */
const impossible: Atom = {
  holds: () => false,
  flipsAt: () => Number.POSITIVE_INFINITY,
  evidence: () => ({ because: '', count: 0, firstAt: null, lastAt: null, events: [] }),
  lacks: () => '',
}

import type { Condition, Leaf } from '../wire/condition.ts'
import { type Atom, type Evidence, holdsAt, NEVER, type Standing, UNREAD } from './atom.ts'
import { absence, counted, recency } from './count-atoms.ts'
import type { Look } from './look.ts'
import { attempts, sequence } from './sequence-atoms.ts'
import { invitees, limitRatio, users } from './state-atoms.ts'
import { emailDomain, traitTest } from './trait-atoms.ts'

/** A condition about a member, as plain functions. */
export type Test = {
  readonly holds: (look: Look) => boolean
  /** What stands behind it while it holds. */
  readonly evidence: (look: Look) => readonly Evidence[]
  /** What it would take while it does not. */
  readonly lacks: (look: Look) => string
}

/** The leaves of an engine's conditions, by their numbers. */
export type Leaves = Atom[]

/** Compiles a condition, and adds its leaves to the others. */
export function compileCondition(condition: Condition, leaves: Leaves): Test {
  const compile = (one: Condition): Test => compileCondition(one, leaves)
  if ('all' in condition) return allOf(condition.all.map(compile))
  if ('any' in condition) return anyOf(condition.any.map(compile))
  if ('not' in condition) return not(compile(condition.not))
  const atom = atomOf(condition)
  return leafOf(atom, leaves.push(atom) - 1)
}

function leafOf(atom: Atom, no: number): Test {
  return {
    holds: (look) => holdsAt(standingOf(look, atom, no), look.at),
    evidence: ({ member, account, at }) => [atom.evidence(member, account, at)],
    lacks: ({ member, account, at }) => atom.lacks(member, account, at),
  }
}

/** Reads a leaf, when it is first asked for. */
export function standingOf({ member, account, readAt, standings }: Look, atom: Atom, no: number): Standing {
  const known = standings[no] ?? UNREAD
  if (!Number.isNaN(known)) return known
  const standing = atom.stands(member, account, readAt)
  standings[no] = standing
  return standing
}

function allOf(tests: readonly Test[]): Test {
  return {
    holds: (look) => {
      for (const test of tests) if (!test.holds(look)) return false
      return true
    },
    evidence: (look) => tests.flatMap((test) => test.evidence(look)),
    lacks: (look) =>
      tests
        .filter((test) => !test.holds(look))
        .map((test) => test.lacks(look))
        .filter((words) => words !== '')
        .join('; '),
  }
}

function anyOf(tests: readonly Test[]): Test {
  return {
    holds: (look) => {
      for (const test of tests) if (test.holds(look)) return true
      return false
    },
    evidence: (look) => tests.filter((test) => test.holds(look)).flatMap((test) => test.evidence(look)),
    lacks: (look) =>
      tests
        .map((test) => test.lacks(look))
        .filter((words) => words !== '')
        .join(', or '),
  }
}

/** What is denied has no evidence: nothing happened. So there may be no words for what denies it twice. */
function not(test: Test): Test {
  return {
    holds: (look) => !test.holds(look),
    evidence: () => [],
    lacks: (look) => {
      const so = test.evidence(look).map((evidence) => evidence.because)
      return so.length === 0 ? '' : `not so: ${so.join('; ')}`
    },
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
  stands: () => NEVER,
  evidence: () => ({ because: '', count: 0, firstAt: null, lastAt: null, events: [] }),
  lacks: () => '',
}

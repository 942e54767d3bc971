import type { Condition, Leaf } from '../wire/condition.ts'
import { type Atom, never } from './atom.ts'
import { countEver, countWithin, distinctDays, recency } from './count-atoms.ts'
import { invitees, limitRatio, traitTest } from './state-atoms.ts'
import type { AccountDoc, MemberDoc } from './types.ts'

/** Whom a condition is asked about, and when. */
export type Holds = (member: MemberDoc, account: AccountDoc, at: number) => boolean

/** A condition as plain functions. `atoms` are its leaves from left to right: what can flip, and what can be told. */
export type Test = { readonly holds: Holds; readonly atoms: readonly Atom[] }

export function compileCondition(condition: Condition): Test {
  if ('all' in condition) return allOf(condition.all.map(compileCondition))
  if ('any' in condition) return anyOf(condition.any.map(compileCondition))
  if ('not' in condition) return not(compileCondition(condition.not))
  const atom = atomOf(condition)
  return { holds: atom.holds, atoms: [atom] }
}

function allOf(tests: readonly Test[]): Test {
  return {
    holds: (member, account, at) => tests.every((test) => test.holds(member, account, at)),
    atoms: tests.flatMap((test) => test.atoms),
  }
}

function anyOf(tests: readonly Test[]): Test {
  return {
    holds: (member, account, at) => tests.some((test) => test.holds(member, account, at)),
    atoms: tests.flatMap((test) => test.atoms),
  }
}

function not(test: Test): Test {
  return {
    holds: (member, account, at) => !test.holds(member, account, at),
    atoms: test.atoms,
  }
}

const nothing: Atom = {
  holds: () => false,
  endsAt: never,
  evidence: () => ({ because: '', count: 0, firstAt: null, lastAt: null }),
  lacks: () => '',
}

function atomOf(leaf: Leaf): Atom {
  if ('count' in leaf && !('afterLimit' in leaf))
    return leaf.within ? countWithin(leaf.count, leaf.atLeast, leaf.within) : countEver(leaf)
  if ('days' in leaf) return distinctDays(leaf)
  if ('recent' in leaf) return recency(leaf)
  if ('limit' in leaf) return limitRatio(leaf)
  if ('inviteesActive' in leaf) return invitees(leaf.inviteesActive)
  if ('trait' in leaf) return traitTest(leaf)
  return nothing
}

/** A condition's leaves, from left to right. */
export function leavesOf(condition: Condition): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  return 'not' in condition ? leavesOf(condition.not) : [condition]
}

/** Whether a part of the condition is denied, so that time can make it true. */
export function hasNot(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(hasNot)
  if ('any' in condition) return condition.any.some(hasNot)
  return 'not' in condition
}

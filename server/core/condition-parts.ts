import type { Condition, Leaf } from '../wire/condition.ts'

/** A condition's leaves, from left to right; those about an account's users lie one deeper, and are among them. */
export function leavesOf(condition: Condition): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  if ('not' in condition) return leavesOf(condition.not)
  return 'usersWho' in condition ? [condition, ...leavesOf(condition.usersWho)] : [condition]
}

/** Whether passing time can make the condition true: something is denied, or must be missed. */
export function mayBegin(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(mayBegin)
  if ('any' in condition) return condition.any.some(mayBegin)
  if ('usersWho' in condition) return mayBegin(condition.usersWho)
  return 'not' in condition || 'absent' in condition
}

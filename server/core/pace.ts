import type { Condition, CountLeaf, DaysLeaf, DistinctLeaf, RecentLeaf, SumLeaf } from '../wire/condition.ts'

/** A leaf whose occurrences can earn points each, or from whose last one points fade. */
export type PacedLeaf = CountLeaf | SumLeaf | DaysLeaf | DistinctLeaf | RecentLeaf

/** The one such leaf of a condition: alone, or in its `all`; null if there is none, or several. */
export function pacedLeaf(condition: Condition): PacedLeaf | null {
  const parts = 'all' in condition ? condition.all : [condition]
  const paced = parts.filter(isPaced)
  return paced.length === 1 ? (paced[0] ?? null) : null
}

function isPaced(condition: Condition): condition is PacedLeaf {
  if ('count' in condition) return !('afterLimit' in condition)
  return 'sum' in condition || 'days' in condition || 'distinct' in condition || 'recent' in condition
}

/** Whether the leaf counts something up to now, day by day. */
export function hasOccurrences(leaf: PacedLeaf): boolean {
  return !('recent' in leaf) && !isBeginning(leaf)
}

/** The first days after something: a window that stands still. */
type BeginningLeaf = (CountLeaf | SumLeaf | DaysLeaf) & { readonly after: string }
export const isBeginning = (leaf: PacedLeaf): leaf is BeginningLeaf =>
  'after' in leaf && leaf.after !== undefined

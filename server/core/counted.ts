import type { Leaf } from '../wire/condition.ts'
import type { Counted } from './measure-spec.ts'

type CountedLeaf = Extract<
  Leaf,
  | { count: string }
  | { sum: string }
  | { days: string }
  | { distinct: string }
  | { recent: string }
  | { absent: string }
>

/** What a leaf counts. */
export function countedOf(leaf: CountedLeaf): Counted {
  const { where, by } = leaf
  const filters = { ...(where && { where }), ...(by && { by }) }
  if ('count' in leaf) return { signal: leaf.count, ...filters }
  if ('days' in leaf) return { signal: leaf.days, ...filters }
  if ('recent' in leaf) return { signal: leaf.recent, ...filters }
  if ('absent' in leaf) return { signal: leaf.absent, ...filters }
  if ('sum' in leaf) return { signal: leaf.of, sum: leaf.sum, ...filters }
  return { signal: leaf.of, distinct: leaf.distinct, ...filters }
}

/** The limit was met: by its name, or any. */
export function limitReached(limit: string): Counted {
  return limit === '*' ? { signal: 'limit-reached' } : { signal: 'limit-reached', where: { limit } }
}

/** The same signal, where somebody vouches for it. */
export function vouchedFor(signal: string): Counted {
  return { signal, by: 'verified' }
}

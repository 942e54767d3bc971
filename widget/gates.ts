import type { Host } from './host.ts'
import { createShelf } from './shelf.ts'
import { MINUTE } from './span.ts'

/**
 * Notes attempts at premium features: one event a feature and minute, however often somebody clicks. Answers whether a
 * feature was named; else nothing was attempted.
 */
export const createGates = ({ capture, now, storage }: Host) => {
  const attempts = createShelf<{ at: number }>(storage, 'gates')
  return (feature: unknown) => {
    if (typeof feature !== 'string' || !feature) return false
    const since = now() - (attempts.get(feature)?.at ?? 0)
    if (!(since >= 0 && since < MINUTE)) {
      attempts.put(feature, { at: now() })
      capture('Premium Feature Attempted', { feature }, true)
    }
    return true
  }
}

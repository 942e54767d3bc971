import type { Host } from './host.ts'
import { createShelf } from './shelf.ts'
import { MINUTE } from './span.ts'

/** Notes attempts at premium features: one event a feature and minute, however often somebody clicks. */
export const createGates = ({ capture, now, storage }: Host) => {
  const attempts = createShelf<{ at: number }>(storage, 'gates')
  return (feature: string) => {
    const since = now() - (attempts.get(feature)?.at ?? 0)
    if (since >= 0 && since < MINUTE) return
    attempts.put(feature, { at: now() })
    capture('Premium Feature Attempted', { feature }, true)
  }
}

import type { Host } from './host.ts'
import { MINUTE } from './span.ts'

/** Notes attempts at premium features: one event a feature and minute, however often somebody clicks. */
export const createGates = ({ capture, now, storage }: Host) => {
  return {
    attempt(feature: string) {
      const recent = Object.entries(Object(storage.get('gates'))).filter(([, at]) => {
        const since = now() - Number(at)
        return since >= 0 && since < MINUTE
      })
      if (recent.some(([name]) => name === feature)) return
      storage.set('gates', Object.fromEntries([...recent, [feature, now()]]))
      capture('Premium Feature Attempted', { feature }, { urgent: true })
    },
    clear: () => storage.set('gates', undefined),
  }
}

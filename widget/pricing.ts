import { matches } from '../server/core/match.ts'
import type { PublicConfig } from '../server/wire/prompt.ts'
import type { Host } from './host.ts'
import { DAY } from './span.ts'
import { afterVisible } from './visible.ts'

/** Older visits no longer tell that somebody is looking. */
const REMEMBERED_AFTER = 30 * DAY
const REMEMBERED = 20

/** Pricing visits: one a visit, once the page was visible for the configured dwell. */
export const createPricing = (host: Host, onVisit: (visits: number) => void) => {
  const { capture, now, storage } = host
  let cancel: (() => void) | undefined

  const visits = (): number[] => {
    const stored = storage.get('pricing')
    return Array.isArray(stored) ? stored.filter((at) => at > now() - REMEMBERED_AFTER) : []
  }
  const count = (path: string, dwellMs: number) => {
    const all = [...visits(), now()].slice(-REMEMBERED)
    storage.set('pricing', all)
    capture('Pricing Viewed', { path, dwellMs }, true)
    onVisit(all.length)
  }
  return {
    visits: () => visits().length,
    arrive(path: string, { paths, dwellAfter }: PublicConfig['pricing']) {
      cancel?.()
      if (!paths.some((pattern) => matches(pattern, path))) return
      cancel = afterVisible(host, dwellAfter, () => count(path, dwellAfter))
    },
  }
}

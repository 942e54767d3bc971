import type { Host } from './host.ts'
import { pointer } from './pointer.ts'
import { MINUTE } from './span.ts'

/** Without any sign of life for so long, a session is over (the convention of web analytics). */
const OVER_AFTER = 30 * MINUTE
/** Signs of life are noted no more often. */
const NOTED_AFTER = MINUTE

/** Raises `Session Started`, one for all tabs: they make the same id from the same last sign of life. */
export const followSessions = ({ capture, listen, now, storage, who }: Host) => {
  const live = () => {
    const last = Number(storage.get('session')) || 0
    const idle = now() - last
    if (idle >= 0 && idle < NOTED_AFTER) return
    storage.set('session', now())
    // A last sign of life in the future is a clock that was set back: still the same session. It is told with the next
    // event: opening a database for it alone would be a third of what a start costs the page.
    if (idle >= OVER_AFTER) capture('Session Started', {}, false, `session-${who().anonymousId}-${last}`)
  }
  for (const sign of [pointer('down'), 'keydown', 'visibilitychange'])
    listen(document, sign, live, { capture: true, passive: true })
  live()
}

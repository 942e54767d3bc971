import type { Host } from './host.ts'
import { LEASE_AFTER, SPILL } from './lease.ts'
import { pointer } from './pointer.ts'
import { MINUTE, SECOND } from './span.ts'

/** Without any sign of life for so long, a session is over (the convention of web analytics). */
const OVER_AFTER = 30 * MINUTE
/** Signs of life are noted no more often. */
const NOTED_AFTER = MINUTE

/** The event waits in memory less long than this. */
const STORED_AFTER = 5 * SECOND
/** Where it waits besides: a tab that crashes meanwhile would take it along, and its mark would stay. */
const WAITS = `${SPILL}session`

/** Raises `Session Started`, one for all tabs: they make the same id from the same last sign of life. */
export const followSessions = ({ capture, listen, now, storage, who }: Host) => {
  const live = () => {
    const last = Number(storage.get('session')) || 0
    const idle = now() - last
    const isOver = idle >= OVER_AFTER
    // In the background, or drawn ahead (prerendered), it is nobody's session yet.
    if (isOver ? document.hidden : idle >= 0 && idle < NOTED_AFTER) return
    storage.set('session', now())
    // A last sign of life in the future is a clock that was set back: still the same session. It is told with the next
    // event: opening a database for it alone would be a third of what a start costs the page.
    if (!isOver) return
    const text = capture('Session Started', {}, false, `session-${who().anonymousId}-${last}`)
    // Without consent nothing was recorded.
    storage.set(WAITS, text && { until: now() + LEASE_AFTER, events: [text] })
    const told = () => storage.set(WAITS)
    setTimeout(told, STORED_AFTER)
    // A page that goes hands it over, or spills it with what else it has.
    listen(globalThis, 'pagehide', told)
  }
  for (const sign of [pointer('down'), 'keydown', 'visibilitychange'])
    listen(document, sign, live, { capture: true, passive: true })
  live()
}

import { ahead } from './ahead.ts'
import type { Storage } from './storage.ts'

/** How long a tab without locks may keep the others from sending: as long as a request may take. */
const TURN_AFTER = 30_000

/**
 * Runs `work`, which never rejects, unless another tab of this origin is at it: then it answers false at once. A tab
 * that dies hands over, because its lock dies with it. Locks are missing on plain-http hosts and reject in sandboxed
 * frames; there a note in localStorage stands for the lock: two tabs in the same millisecond may then both send, and
 * the server counts once.
 */
export const createTurn = (name: string, storage: Storage, now: () => number) => {
  const takeNote = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (ahead(storage.get('turn'), TURN_AFTER, now())) return false
    storage.set('turn', now() + TURN_AFTER)
    await work()
    storage.set('turn')
    return true
  }
  return async (work: () => Promise<unknown>): Promise<boolean> => {
    let mine: boolean | undefined
    try {
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        mine = !!lock
        return lock && work()
      })
    } catch {
      // No locks here.
    }
    return mine ?? takeNote(work)
  }
}

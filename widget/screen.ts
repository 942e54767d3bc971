import type { Host } from './host.ts'
import { MINUTE } from './span.ts'

/** How long a tab without locks, which may have died, keeps the others from showing anything. */
const TURN_AFTER = 5 * MINUTE

/** So long a note must stand before it counts: by then one that another tab wrote in the same moment is seen here. */
const SETTLED_AFTER = 100

/**
 * The screen that all tabs of this origin share: at most one shows an overlay. The lock dies with its tab. Locks are
 * missing on plain-http hosts and reject in sandboxed frames; there a note in localStorage stands for the lock: whoever
 * still finds their own after a while has it (Fischer's algorithm, https://doi.org/10.1145/7351.7352).
 */
export const createScreen = ({
  key,
  listen,
  now,
  storage,
}: Pick<Host, 'key' | 'listen' | 'now' | 'storage'>) => {
  const lock = `tidemark.${key}.screen`
  const note = () => Object(storage.get('screen'))
  const noted = () => {
    const left = note().until - now()
    return left > 0 && left <= TURN_AFTER
  }
  const takeNote = async (mayTakeOver: boolean, onLost: () => void): Promise<(() => void) | null> => {
    if (noted() && !mayTakeOver) return null
    const by = Math.random()
    const isMine = () => note().by === by
    storage.set('screen', { by, until: now() + TURN_AFTER })
    if (!mayTakeOver) await new Promise((settled) => setTimeout(settled, SETTLED_AFTER))
    if (!isMine()) return null
    const unlisten = listen(globalThis, 'storage', () => isMine() || onLost())
    return () => {
      unlisten()
      if (isMine()) storage.set('screen')
    }
  }
  return {
    /**
     * Resolves to what gives it back; null when another tab has it. Who may take over gets it in any case, and
     * `onLost` tells the tab that had it.
     */
    take: (mayTakeOver: boolean, onLost: () => void): Promise<(() => void) | null> =>
      new Promise((resolve) => {
        /** What it means that the request ends: no locks here, then that another tab took it, then nothing. */
        let end = () => resolve(takeNote(mayTakeOver, onLost))
        const hold = () => {
          end = onLost
          return new Promise<void>((release) =>
            resolve(() => {
              end = () => {}
              release()
            }),
          )
        }
        const options = mayTakeOver ? { steal: true } : { ifAvailable: true }
        const withLock = async () => {
          await navigator.locks.request(lock, options, (held) => (held ? hold() : resolve(null)))
        }
        withLock().catch(() => end())
      }),
    /** Whether some tab, this one included, shows an overlay. */
    isTaken: async (): Promise<boolean> => {
      try {
        const { held = [] } = await navigator.locks.query()
        return held.some((each) => each.name === lock)
      } catch {
        return noted()
      }
    },
  }
}

import type { Host } from './host.ts'
import { MINUTE } from './span.ts'

/** How long a tab without locks, which may have died, keeps the others from showing anything. */
const TURN_AFTER = 5 * MINUTE

/**
 * The screen that all tabs of this origin share: at most one shows an overlay. The lock dies with its tab. Locks are
 * missing on plain-http hosts and reject in sandboxed frames; there a note in localStorage stands for the lock.
 */
export const createScreen = ({ key, now, storage }: Pick<Host, 'key' | 'now' | 'storage'>) => {
  const lock = `tidemark.${key}.screen`
  const noted = () => {
    const left = Number(storage.get('screen')) - now()
    return left > 0 && left <= TURN_AFTER
  }
  const takeNote = (mayTakeOver: boolean): (() => void) | null => {
    if (noted() && !mayTakeOver) return null
    storage.set('screen', now() + TURN_AFTER)
    return () => storage.set('screen')
  }
  return {
    /**
     * Resolves to what gives it back; null when another tab has it. Who may take over gets it in any case, and
     * `onLost` tells the tab that had it.
     */
    take: (mayTakeOver: boolean, onLost: () => void): Promise<(() => void) | null> =>
      new Promise((resolve) => {
        let state: 'asked' | 'held' | 'over' = 'asked'
        const hold = () => {
          state = 'held'
          return new Promise<void>((release) =>
            resolve(() => {
              state = 'over'
              release()
            }),
          )
        }
        const options = mayTakeOver ? { steal: true } : { ifAvailable: true }
        const withLock = async () => {
          await navigator.locks.request(lock, options, (held) => (held ? hold() : resolve(null)))
        }
        withLock().catch(() => {
          const before = state
          state = 'over'
          if (before === 'held') onLost()
          else if (before === 'asked') resolve(takeNote(mayTakeOver))
        })
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

import type { Host } from './host.ts'
import { MINUTE } from './span.ts'

/** How long a tab without locks, which may have died, keeps the others from showing anything. */
const TURN_AFTER = 5 * MINUTE

/**
 * The screen that all tabs of this origin share: at most one shows an overlay. The lock dies with its tab. Locks are
 * missing on plain-http hosts and reject in sandboxed frames; there a note in localStorage stands for the lock. Beside
 * a lock it is only a hint, which can be read at once.
 */
export const createScreen = ({ key, now, storage }: Pick<Host, 'key' | 'now' | 'storage'>) => {
  const lock = `tidemark.${key}.screen`
  const noted = () => {
    const left = Number(storage.get('screen')) - now()
    return left > 0 && left <= TURN_AFTER
  }
  const putNote = () => storage.set('screen', now() + TURN_AFTER)
  const takeNote = (mayTakeOver: boolean): (() => void) | null => {
    if (noted() && !mayTakeOver) return null
    putNote()
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
          putNote()
          return new Promise<void>((release) =>
            resolve(() => {
              // Whoever took it over has put a note of their own there.
              if (state === 'held') storage.set('screen')
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
    /** Whether no tab has left a note that it shows an overlay. A tab that died may have left one for good. */
    seemsFree: () => storage.get('screen') === undefined,
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

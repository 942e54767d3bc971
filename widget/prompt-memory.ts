import { DAY } from './span.ts'
import type { Storage } from './storage.ts'

/** What this device remembers of a prompt. Instants in epoch ms. */
export type Remembered = {
  readonly shownAt?: number
  readonly clickedAt?: number
  readonly convertedAt?: number
  readonly snoozedUntil?: number
  readonly muted?: true
  /** Which arm of the experiment; settled at the first exposure. */
  readonly heldOut?: boolean
  /** Reasons for which it was held back, with the UTC day that was reported. */
  readonly told?: Readonly<Record<string, number>>
}

/** Unsolicited showings on a UTC day, and the last showing of any kind. */
export type Showings = { readonly lastAt: number; readonly day: number; readonly unsolicited: number }

export type PromptMemory = ReturnType<typeof createPromptMemory>

export const dayOf = (at: number) => Math.floor(at / DAY)

/** Own properties only: a prompt may be called `constructor`. */
const own = <T>(record: unknown, name: string): Partial<T> => {
  const all = Object(record) as Record<string, Partial<T>>
  return Object.hasOwn(all, name) ? Object(all[name]) : {}
}

/** What was shown and answered on this device; read afresh each time, because other tabs write it too. */
export const createPromptMemory = (storage: Storage) => {
  const of = (promptId: string): Remembered => own<Remembered>(storage.get('prompts'), promptId)
  const showings = (): Showings => ({
    lastAt: 0,
    day: 0,
    unsolicited: 0,
    ...Object(storage.get('showings')),
  })
  const note = (promptId: string, part: Remembered) =>
    storage.set('prompts', { ...Object(storage.get('prompts')), [promptId]: { ...of(promptId), ...part } })
  return {
    of,
    showings,
    note,
    shown(promptId: string, at: number, askedFor: boolean) {
      const { day, unsolicited } = showings()
      const today = dayOf(at)
      const before = day === today ? unsolicited : 0
      storage.set('showings', { lastAt: at, day: today, unsolicited: before + (askedFor ? 0 : 1) })
      note(promptId, { shownAt: at })
    },
    clear() {
      storage.set('prompts', undefined)
      storage.set('showings', undefined)
    },
  }
}

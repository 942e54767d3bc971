import { createShelf } from './shelf.ts'
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
  /** A UTC day, and the reasons reported on it for which it was held back. */
  readonly told?: readonly [day: number, ...reasons: string[]]
}

/** The last showing of any prompt, and how many on its UTC day nobody had asked for. */
export type Showings = { readonly lastAt: number; readonly unsolicited: number }

export const dayOf = (at: number) => Math.floor(at / DAY)

/** What was shown and answered on this device. */
export const createPromptMemory = (storage: Storage) => {
  const shelf = createShelf<Remembered>(storage, 'prompts')
  const of = (promptId: string): Remembered => shelf.get(promptId) ?? {}
  const note = (promptId: string, part: Remembered) => shelf.put(promptId, { ...of(promptId), ...part })
  const showings = (now: number): Showings => {
    const { lastAt = 0, unsolicited = 0 } = Object(storage.get('showings'))
    return { lastAt, unsolicited: dayOf(lastAt) === dayOf(now) ? unsolicited : 0 }
  }
  return {
    of,
    note,
    showings,
    shown(promptId: string, now: number, askedFor: boolean) {
      storage.set('showings', { lastAt: now, unsolicited: showings(now).unsolicited + Number(!askedFor) })
      note(promptId, { shownAt: now })
    },
  }
}

import { readLatest } from '../engines.ts'
import type { Store } from '../store/store.ts'
import { SECOND } from '../wire/limits.ts'
import type { PromptSet } from '../wire/prompt.ts'

/** How much older than the newest version, published by another process, the one at hand may be. */
const FRESH_AFTER = 2 * SECOND

/** The prompts in force, kept at hand for replies. */
export type SetInForce = {
  readonly read: (now: number) => Promise<PromptSet>
  /** A version was published here. */
  readonly forget: () => void
}

export const createSetInForce = (store: Store): SetInForce => {
  let held: { readonly set: PromptSet; readonly at: number } | null = null
  return {
    read: async (now) => {
      if (held && Math.abs(now - held.at) < FRESH_AFTER) return held.set
      const { value } = await readLatest<PromptSet>(store, 'prompts')
      held = { set: value, at: now }
      return value
    },
    forget: () => {
      held = null
    },
  }
}

import type { Host } from './host.ts'
import type { PromptMemory } from './prompt-memory.ts'
import { HOUR, SECOND } from './span.ts'

/** So long an unsolicited prompt waits for what the server knows of a verified person. */
const PATIENCE_AFTER = 2 * SECOND
/** What the server said within so long need not be waited for again. */
const KNOWN_AFTER = HOUR

/** Waits for the server's word on a verified person, so that another device's answers count here. */
export const createPatience = ({ now, token }: Host, memory: PromptMemory) => {
  let end = () => {}
  const heard = new Promise<true>((resolve) => {
    end = () => resolve(true)
  })
  let impatience: Promise<boolean> | undefined
  return {
    end: () => end(),
    /** Resolves to whether there was something to wait for. */
    wait: async (): Promise<boolean> => {
      const { at = 0 } = memory.reply() ?? {}
      if (at > now() - KNOWN_AFTER) return false
      await token.fresh()
      if (!token.get()) return false
      impatience ??= new Promise((resolve) => setTimeout(resolve, PATIENCE_AFTER, true))
      return Promise.race([heard, impatience])
    },
  }
}

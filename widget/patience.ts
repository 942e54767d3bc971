import type { Host } from './host.ts'
import type { PromptMemory } from './prompt-memory.ts'
import { HOUR, SECOND } from './span.ts'
import { afterVisible } from './visible.ts'

/** So long an unsolicited prompt waits for what the server knows of a verified person. */
const PATIENCE_AFTER = 2 * SECOND
/** What the server said within so long need not be waited for again. */
const KNOWN_AFTER = HOUR

/**
 * What nobody asked for waits until the page is looked at, and for the server's word on a verified person, so that
 * another device's answers count here.
 */
export const createPatience = (host: Host, memory: PromptMemory) => {
  const { now, token } = host
  let end = () => {}
  const heard = new Promise<true>((resolve) => {
    end = () => resolve(true)
  })
  let impatience: Promise<boolean> | undefined
  const seen = () => new Promise<void>((resolve) => void afterVisible(host, 0, resolve))
  return {
    end: () => end(),
    /** Resolves to whether there was something to wait for. */
    wait: async (): Promise<boolean> => {
      const wasHidden = document.hidden
      if (wasHidden) await seen()
      const { at = 0 } = memory.reply() ?? {}
      if (at > now() - KNOWN_AFTER) return wasHidden
      await token.fresh()
      if (!token.get()) return wasHidden
      impatience ??= new Promise((resolve) => setTimeout(resolve, PATIENCE_AFTER, true))
      return Promise.race([heard, impatience])
    },
  }
}

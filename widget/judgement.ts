import type { Decision, Sources } from './decide.ts'
import { once } from './once.ts'
import { loadPrompt } from './show.ts'
import { SECOND } from './span.ts'

/**
 * The way to decide.js, which is fetched when a trigger fires or is near. What is asked before it is here waits for it,
 * in order.
 */
export const createJudgement = (sources: Omit<Sources, 'drawing'>) => {
  const { host } = sources
  let decision: Decision | undefined

  const trouble = (cause: unknown) => host.note('error', cause)
  // A second import() of what is here would still take a turn of the browser.
  const drawing = once(loadPrompt)
  const load = once(async () => {
    const { createDecision } = await import('./decide.ts')
    decision = createDecision({ ...sources, drawing })
    return decision
  })

  return {
    /** Answers now when it is here. Else it is fetched, the call runs then, and the answer is `instead`. */
    ask<Answer>(call: (decision: Decision) => Answer, instead: Answer, mayDraw = false): Answer {
      if (decision) return call(decision)
      // Beside it, not after it.
      if (mayDraw) drawing().catch(trouble)
      load().then(call).catch(trouble)
      return instead
    },
    /** Resolves when it could be asked. */
    later: async <Answer>(call: (decision: Decision) => Answer): Promise<Awaited<Answer>> =>
      await call(await load()),
    /** Only when it is here: nothing is fetched for this. */
    tell: <Answer>(call: (decision: Decision) => Answer): Answer | undefined => decision && call(decision),
    /** Fetches it, and what draws, while the page is idle. */
    preload: () => {
      const go = () => void Promise.all([drawing(), load()]).catch(trouble)
      // A page that draws nothing may never be called idle.
      void (globalThis.requestIdleCallback?.(go, { timeout: SECOND }) ?? setTimeout(go))
    },
  }
}

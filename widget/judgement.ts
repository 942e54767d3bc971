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
  const drawing = once(loadPrompt, (prompt) => prompt)
  const load = once(
    () => import('./decide.ts'),
    ({ createDecision }) => (decision = createDecision({ ...sources, drawing })),
  )

  return {
    /** Answers now when it is here. Else it is fetched, the call runs then, and the answer is `instead`. */
    ask<Answer>(call: (decision: Decision) => Answer, instead: Answer, mayDraw = false): Answer {
      if (decision) return call(decision)
      load().then(call).catch(trouble)
      // Beside it, and behind it: what draws is read while the tabs are asked for the screen.
      if (mayDraw) drawing().catch(trouble)
      return instead
    },
    /** Resolves when it could be asked. */
    later: <Answer>(call: (decision: Decision) => Answer | Promise<Answer>): Promise<Answer> =>
      load().then(call),
    /** Only when it is here: nothing is fetched for this. */
    tell: <Answer>(call: (decision: Decision) => Answer): Answer | undefined => decision && call(decision),
    /** Fetches it, and what draws, while the page is idle. */
    preload: () => {
      const go = () => {
        Promise.all([drawing(), load()]).catch(trouble)
      }
      // A page that draws nothing may never be called idle.
      void (globalThis.requestIdleCallback?.(go, { timeout: SECOND }) ?? setTimeout(go))
    },
  }
}

import { GOAL_WITHIN, shownAt } from '../server/core/prompt-state.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import { planOf } from './audience.ts'
import type { Host } from './host.ts'
import type { PromptMemory } from './prompt-memory.ts'
import { DAY } from './span.ts'
import type { Piece } from './stage.ts'

type Parts = {
  readonly host: Host
  readonly config: () => PublicConfig
  readonly memory: PromptMemory
  /** A prompt has led to its goal. */
  readonly onReached: (prompt: Prompt) => void
}

/**
 * The server's instants are of another clock than a showing's. An end that was not known before is a new one, unless it
 * is so old that no device's clock can be that much ahead.
 */
const AHEAD_AT_MOST = DAY

const sells = ({ primary, secondary }: Prompt) =>
  [primary, secondary].some((call) => call?.kind === 'checkout' || call?.kind === 'trial')

/** What ends a campaign for an account: its goal, or another plan. */
export const createCampaigns = ({ host, config, memory, onReached }: Parts) => {
  const { now, storage, who } = host
  const convertedAt = (promptId: string) => {
    const account = who().groupId ?? ''
    const { convertedAt: instants = {} } = memory.of(promptId)
    return Object.hasOwn(instants, account) ? (instants[account] ?? 0) : 0
  }
  const lastShown = (promptId: string) => {
    const last = memory.of(promptId).shown?.at(-1)
    return last === undefined ? 0 : shownAt(last)
  }

  return {
    convertedAt,
    /** Whether it has ended since this showing began: in this tab, in another, or by the server's word. */
    isOver: ({ promptId, showing, convertedAt: before }: Piece) =>
      convertedAt(promptId) > Math.max(before, shownAt(showing) - AHEAD_AT_MOST),
    /** Credits prompts whose goal this event is, and retires them. */
    reach: (event: string) => {
      const reached = config().prompts.filter(({ id, goal, goalWithin = GOAL_WITHIN }) => {
        const at = lastShown(id)
        return goal === event && at > now() - goalWithin && at > convertedAt(id)
      })
      reached.forEach(onReached)
      if (reached.length) storage.set('checkout')
    },
    /**
     * An account whose plan has changed is not sold what it has just bought. What is open counts as shown: this device
     * remembers it a moment later, and another tab may have noticed the change before that.
     */
    watchPlan: (open: readonly Piece[] = []) => {
      const plan = planOf(who())
      const account = who().groupId
      const hadAnother = (then: { readonly plan?: string; readonly account?: string | undefined }) =>
        then.account === account && then.plan !== undefined && then.plan !== plan
      const last = Object(storage.get('plan'))
      const isNews = hadAnother(last)
      if (plan !== last.plan || account !== last.account) storage.set('plan', { plan, account })
      const bought = config().prompts.filter(
        ({ id }) =>
          (isNews && lastShown(id)) || open.some((piece) => piece.promptId === id && hadAnother(piece)),
      )
      for (const prompt of bought)
        if (sells(prompt)) memory.learn('Prompt Converted', { promptId: prompt.id })
      if (isNews) storage.set('checkout')
    },
  }
}

import { GOAL_WITHIN, shownAt } from '../server/core/prompt-state.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import { planOf } from './audience.ts'
import type { Host } from './host.ts'
import type { PromptMemory } from './prompt-memory.ts'
import type { Piece } from './stage.ts'

type Parts = {
  readonly host: Host
  readonly config: () => PublicConfig
  readonly memory: PromptMemory
  /** A prompt has led to its goal. */
  readonly onReached: (prompt: Prompt) => void
  readonly close: (isMeant: (piece: Piece) => boolean) => void
}

const sells = ({ primary, secondary }: Prompt) =>
  [primary, secondary].some((call) => call?.kind === 'checkout' || call?.kind === 'trial')

/** What ends a campaign for an account, in every tab: its goal, or another plan. */
export const createCampaigns = ({ host, config, memory, onReached, close }: Parts) => {
  const { key, now, storage, who } = host
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`tidemark.${key}`) : undefined
  const closeAll = (promptIds: readonly string[]) => close(({ promptId }) => promptIds.includes(promptId))
  if (channel)
    host.listen(channel, 'message', ({ data }: Event & { data?: unknown }) => {
      if (Array.isArray(data)) closeAll(data)
    })
  const end = (promptIds: readonly string[]) => {
    storage.set('checkout')
    closeAll(promptIds)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it is of one origin
    channel?.postMessage(promptIds)
  }
  const lastShown = (promptId: string) => {
    const last = memory.of(promptId).shown?.at(-1)
    return last === undefined ? 0 : shownAt(last)
  }

  return {
    /** Credits prompts whose goal this event is, and retires them. */
    reach: (event: string) => {
      const account = who().groupId ?? ''
      const reached = config().prompts.filter(({ id, goal, goalWithin = GOAL_WITHIN }) => {
        const { convertedAt = {} } = memory.of(id)
        const before = Object.hasOwn(convertedAt, account) ? (convertedAt[account] ?? 0) : 0
        const at = lastShown(id)
        return goal === event && at > now() - goalWithin && at > before
      })
      reached.forEach(onReached)
      if (reached.length) end(reached.map(({ id }) => id))
    },
    /** An account whose plan has changed is not sold what it has just bought. */
    watchPlan: () => {
      const plan = planOf(who())
      const account = who().groupId
      const last = Object(storage.get('plan'))
      if (plan === last.plan && account === last.account) return
      storage.set('plan', { plan, account })
      if (account !== last.account || last.plan === undefined) return
      const sold = config()
        .prompts.filter((prompt) => sells(prompt) && lastShown(prompt.id))
        .map(({ id }) => id)
      for (const promptId of sold) memory.learn('Prompt Converted', { promptId })
      end(sold)
    },
  }
}

import {
  type Exposure,
  liftPromptEvent,
  mergeStates,
  NO_STATE,
  type PromptOutcome,
  type PromptState,
} from '../server/core/prompt-state.ts'
import type { Fields } from '../server/wire/event.ts'
import type { Host, Reply } from './host.ts'
import { createShelf } from './shelf.ts'
import { DAY } from './span.ts'

/** The UTC day, and the reasons reported on it for which a prompt was held back. */
type Told = readonly [day: number, ...reasons: string[]]

export const outcomeIn = ({ prompts }: PromptState, promptId: string): PromptOutcome =>
  (Object.hasOwn(prompts, promptId) ? prompts[promptId] : undefined) ?? {}

export type PromptMemory = ReturnType<typeof createPromptMemory>

/** What was shown and answered: on this device, and by the server's word on any other. */
export const createPromptMemory = ({ now, storage, who }: Host) => {
  const toldOf = createShelf<Told>(storage, 'told')
  /** Arms of this device, which outlive whoever signs in and out. */
  const device = createShelf<Exposure>(storage, 'device-arms')

  const mine = (): PromptState => ({ ...NO_STATE, ...Object(storage.get('prompts')) })
  /** The server's last word on this person; undefined as long as it said nothing. */
  const reply = (): (Reply & { readonly at: number }) | undefined => {
    const stored = Object(storage.get('reply'))
    const { userId } = who()
    return userId && stored.userId === userId ? stored : undefined
  }
  const state = (): PromptState => mergeStates(mine(), { ...NO_STATE, ...reply()?.state })

  return {
    state,
    reply,
    of: (promptId: string) => outcomeIn(state(), promptId),
    /** What this device learns, the server learns from the same event. */
    learn(event: string, properties: Fields) {
      const lifted = liftPromptEvent({ event, properties, account: who().groupId ?? '', at: now() })
      if (lifted) storage.set('prompts', mergeStates(mine(), lifted))
      const { unit, experiment, variant } = properties
      if (unit !== 'device' || typeof experiment !== 'string' || typeof variant !== 'string') return
      if (!device.get(experiment)) device.put(experiment, [now(), variant])
    },
    deviceArm: device.get,
    /** Whether a reason is news: each at most once a day and prompt. */
    tells(promptId: string, reason: string): boolean {
      const today = Math.floor(now() / DAY)
      const told = toldOf.get(promptId)
      const todays: Told = told?.[0] === today ? told : [today]
      if (todays.includes(reason)) return false
      toldOf.put(promptId, [...todays, reason])
      return true
    },
  }
}

import { MIXED } from '../core/prompt-state.ts'
import type { Incoming } from '../intake/incoming.ts'
import type { PromptSet } from '../wire/prompt.ts'
import { PROMPT_EVENTS } from '../wire/prompt-view.ts'

/** Arms that every experiment may have. */
const ARMS = ['control', 'holdout', MIXED]
const EVENTS: ReadonlySet<string> = new Set(PROMPT_EVENTS.map((what) => `Prompt ${what}`))

/** Whether an event tells of a prompt: the one question that every event is asked. */
export const isPromptEvent = ({ name }: Incoming): boolean => name.startsWith('Prompt ') && EVENTS.has(name)

/**
 * Counters that these events add to, by name. Anybody can make up ids: only prompts and arms that the set knows are
 * counted, so that the counters stay as few as they are.
 */
export const promptCounters = (events: readonly Incoming[], { prompts }: PromptSet): string[] =>
  events.filter(isPromptEvent).flatMap(({ name, properties, generated }) => {
    const { promptId, variant } = properties
    const prompt = prompts.find(({ id }) => id === promptId)
    if (!prompt || generated) return []
    const arms = [...ARMS, ...(prompt.experiment?.variants ?? []).map(({ id }) => id)]
    const arm = arms.find((known) => known === variant) ?? ''
    return [counterName({ promptId: prompt.id, what: name.slice('Prompt '.length), variant: arm })]
  })

type Counter = { readonly promptId: string; readonly what: string; readonly variant: string }

const counterName = ({ promptId, what, variant }: Counter): string => `${promptId}\t${what}\t${variant}`

export const parseCounter = (name: string): Counter => {
  const [promptId = '', what = '', variant = ''] = name.split('\t')
  return { promptId, what, variant }
}

import { mergeOutcomes, type PromptOutcome, type PromptState, scopeOf } from '../server/core/prompt-state.ts'
import type { Prompt } from '../server/wire/prompt.ts'
import { featureOf } from './judge.ts'
import { isAnyName, isAskedFor, type Moment } from './moment.ts'
import { outcomeIn } from './prompt-memory.ts'

/**
 * The feature, or limit, that a prompt for any of them was asked for about: its answer holds for that one alone.
 * undefined: the answer holds for the whole prompt.
 */
export const aboutOf = ({ trigger }: Prompt, moment: Moment | null): string | undefined =>
  moment && isAskedFor(moment) && isAnyName(trigger) ? featureOf(moment) : undefined

/**
 * What became of a prompt, as it counts in this moment: what was closed about this feature, or about none. What was
 * ignored about another says nothing here.
 */
export const outcomeFor = (state: PromptState, prompt: Prompt, moment: Moment | null): PromptOutcome => {
  const all = outcomeIn(state, prompt.id)
  const about = aboutOf(prompt, moment)
  return about === undefined
    ? all
    : mergeOutcomes({ ...all, shown: [] }, outcomeIn(state, scopeOf(prompt.id, about)))
}

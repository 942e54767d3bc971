import type { Versioned } from '../commands.ts'
import { isoOf } from '../edge-values.ts'
import { parseCounter } from '../prompts/count.ts'
import { readTallies } from '../store/observations.ts'
import type { Store } from '../store/store.ts'
import type { PromptSet } from '../wire/prompt.ts'
import { PROMPT_EVENTS, type PromptCount } from '../wire/prompt-view.ts'

/** What became of the prompts in force since they are counted. */
export const viewPromptCounts = async (
  { db }: Store,
  { value }: Versioned<PromptSet>,
): Promise<PromptCount[]> => {
  const ids = new Set(value.prompts.map(({ id }) => id))
  return (await readTallies(db))
    .filter(({ kind }) => kind === 'prompt')
    .flatMap(({ name, count, last_at: lastAt }) => {
      const { promptId, variant, ...counter } = parseCounter(name)
      const what = PROMPT_EVENTS.find((known) => known === counter.what)
      return what && ids.has(promptId) ? [{ promptId, variant, what, count, lastAt: isoOf(lastAt) }] : []
    })
}

import { createHash } from 'node:crypto'
import { Check, Clean } from 'typebox/value'
import type { Lane } from '../commands.ts'
import { wordsFor } from '../prompt-words/words-for.ts'
import { SECOND } from '../wire/limits.ts'
import { type DraftablePrompt, type PromptSet, PublicConfig } from '../wire/prompt.ts'

/** How long an answer may be older than what another server published; DESIGN section 7 promises five seconds. */
const FRESH_AFTER = 2 * SECOND

/** How long a page waits for a database that is slow before it gets what was published when it last answered. */
const PATIENCE = 250

/** Lists that ask nothing are none. */
const isListed = ({ audience }: DraftablePrompt): boolean => Object.keys(audience?.lists ?? {}).length > 0

/** The set as browsers get it. */
export const publicOf = (set: PromptSet, version: number): PublicConfig => {
  const prompts = set.prompts
    .filter(({ draft }) => draft !== true)
    .map((prompt) => ({ ...prompt, ...(isListed(prompt) && { listed: true }) }))
  const shown = Clean(PublicConfig, structuredClone({ ...set, words: wordsFor(set), prompts, version }))
  if (!Check(PublicConfig, shown))
    throw new Error('The published prompts do not fit the public configuration')
  return shown
}

export type PublicAnswer = { readonly body: string; readonly etag: string }
type Reading = { readonly answer: Promise<PublicAnswer>; readonly readAt: number }

/**
 * What any browser may know. Drafts go, then the schema's allow-list decides: a field that it does not name cannot
 * leave, whatever is stored.
 */
export const createPublicConfig = (options: {
  readonly lane: Pick<Lane, 'prompts'>
  readonly now: () => number
}) => {
  const { lane, now } = options
  let last: PublicAnswer | null = null
  let held: Reading | null = null

  const build = async (): Promise<PublicAnswer> => {
    const { version, value } = await lane.prompts()
    const body = JSON.stringify(publicOf(value, version))
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
  }

  const remember = async (reading: Reading): Promise<void> => {
    try {
      const answer = await reading.answer
      if (held === reading) last = answer
    } catch {
      if (held === reading) held = null
    }
  }

  return {
    answer: (): Promise<PublicAnswer> => {
      if (held && now() - held.readAt < FRESH_AFTER) return patiently(held.answer, last)
      const reading = { answer: build(), readAt: now() }
      held = reading
      void remember(reading)
      return patiently(reading.answer, last)
    },
    /** Something was published here: the next answer is new. */
    forget: (): void => {
      held = null
      last = null
    },
  }
}
export type PublicConfigSource = ReturnType<typeof createPublicConfig>

/** The answer; when it takes too long, or cannot be had, the one before. */
const patiently = (answer: Promise<PublicAnswer>, last: PublicAnswer | null): Promise<PublicAnswer> => {
  if (!last) return answer
  const late = Promise.withResolvers<PublicAnswer>()
  const timer = setTimeout(() => late.resolve(last), PATIENCE)
  return Promise.race([answer.catch(() => last), late.promise]).finally(() => clearTimeout(timer))
}

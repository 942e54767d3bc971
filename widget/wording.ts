import type { Wording } from '../server/wire/offer.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Words } from '../server/wire/prompt-settings.ts'
import { along, chainOf, wordsFor } from './language.ts'

export type Reading = {
  readonly wording: Wording
  readonly words: Words
  /** The language that the copy is in; numbers and dates follow it. */
  readonly locale: string
}

/**
 * A prompt's copy for a reader: its own, a variant's over it, translations over both. Without any for this reader it
 * stays in its own language, and so do its numbers.
 */
export const wordingFor = (
  prompt: Prompt,
  variantId: string | undefined,
  config: PublicConfig,
  reader: string,
): Reading => {
  const chain = chainOf(reader)
  const variant = prompt.experiment?.variants?.find(({ id }) => id === variantId)
  const translated = [...along(prompt.locales, chain), ...along(variant?.locales, chain)]
  const own = config.locale ?? 'en'
  const isOwn = chainOf(own).at(-1) === chain.at(-1)
  const locale = translated.length > 0 || isOwn ? reader : own
  // What its calls are labelled stands with them.
  const { primary: _, secondary: __, ...base } = prompt
  return {
    wording: Object.assign(base, variant?.content, ...translated),
    words: wordsFor(config, locale),
    locale,
  }
}

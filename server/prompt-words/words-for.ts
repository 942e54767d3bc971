import type { PromptSet } from '../wire/prompt.ts'
import type { Words } from '../wire/prompt-settings.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'

/** Every word around a prompt's copy. */
export type AllWords = Required<Words>

/** Languages that come with Tidemark; English is in the snippet itself. */
export const LANGUAGES: Readonly<Record<string, AllWords>> = { ar, de, es, fr, it, ja, nl, pt }

const languageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? tag

/**
 * The words that browsers need for these prompts: of the languages that their copy is written in, and no others, so
 * that the configuration stays small. What the team wrote itself wins.
 */
export const wordsFor = ({ prompts, locale = 'en', words = {} }: PromptSet): Record<string, Words> => {
  const variants = prompts.flatMap(({ experiment }) => experiment?.variants ?? [])
  const tags = [...prompts, ...variants].flatMap(({ locales }) => Object.keys(locales ?? {}))
  const used = [...new Set([locale, ...tags].map(languageOf))]
  const ours = used.flatMap((name) =>
    LANGUAGES[name] ? [[name, { ...LANGUAGES[name], ...words[name] }]] : [],
  )
  return { ...words, ...Object.fromEntries(ours) }
}

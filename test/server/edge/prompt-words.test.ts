import { expect, it } from 'vitest'
import { DEFAULT_PROMPTS } from '../../../server/default-prompts.ts'
import { LANGUAGES, wordsFor } from '../../../server/prompt-words/words-for.ts'
import type { PromptSet } from '../../../server/wire/prompt.ts'

const [first] = DEFAULT_PROMPTS.prompts
if (!first) throw new Error('There is no default prompt')
const speaking = (...tags: readonly string[]): PromptSet => ({
  ...DEFAULT_PROMPTS,
  prompts: [{ ...first, locales: Object.fromEntries(tags.map((tag) => [tag, {}])) }],
})

it('browsers get the words of the languages that prompts are written in, and of no others', () => {
  expect(wordsFor(DEFAULT_PROMPTS)).toEqual({})
  expect(Object.keys(wordsFor(speaking('de-AT', 'ar', 'tlh')))).toEqual(['de', 'ar'])
  expect(wordsFor({ ...DEFAULT_PROMPTS, locale: 'fr-CA' })['fr']?.later).toBe('Plus tard')
})

it('what a team wrote itself wins, word by word, in any language', () => {
  const words = wordsFor({
    ...speaking('de'),
    words: { de: { later: 'Nicht jetzt' }, sv: { later: 'Senare' } },
  })
  expect(words['de']).toMatchObject({ later: 'Nicht jetzt', close: 'Schließen' })
  expect(words['sv']).toEqual({ later: 'Senare' })
})

it('every language has every word, with the same placeholders as the others', () => {
  const placeholders = (text: string) => (text.match(/\{\w+/g) ?? []).toSorted()
  const { de } = LANGUAGES
  if (!de) throw new Error('There is no German')
  for (const [name, words] of Object.entries(LANGUAGES))
    for (const [key, text] of Object.entries(de)) {
      const said = Object.entries(words).find(([word]) => word === key)?.[1] ?? ''
      expect([name, key, placeholders(said)]).toEqual([name, key, placeholders(text)])
    }
})

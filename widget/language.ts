import type { PublicConfig } from '../server/wire/prompt.ts'
import type { Words } from '../server/wire/prompt-settings.ts'
import type { Identity } from './identity.ts'

/** `de-AT` is read as itself, then as `de`. */
export const chainOf = (tag: string): string[] =>
  tag
    .toLowerCase()
    .split('-')
    .map((_, i, parts) => parts.slice(0, parts.length - i).join('-'))

/** The nearest last, so that it wins where they are laid over each other. */
export const along = <Value>(all: Readonly<Record<string, Value>> = {}, chain: readonly string[]): Value[] =>
  chain.toReversed().flatMap((tag) =>
    Object.entries(all)
      .filter(([name]) => name.toLowerCase() === tag)
      .map(([, value]) => value),
  )

const isTag = (tag: unknown): tag is string => {
  try {
    return typeof tag === 'string' && tag !== '' && Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

/** What somebody reads: their trait `locale`, else the page's language, else the browser's. */
export const readerLocale = ({ traits }: Identity): string =>
  [traits['locale'], document.documentElement.lang, navigator.language].find(isTag) ?? 'en'

/** The configured words for a language; what is absent is English. */
export const wordsFor = (config: PublicConfig, locale: string): Words =>
  Object.assign({}, ...along(config.words, chainOf(locale)))

/** What limits and features are called in a language, else in the copy's own; without a prototype: names are anything. */
export const labelsFor = ({ labels, locale = 'en' }: PublicConfig, reader: string): Record<string, string> =>
  Object.assign(Object.create(null), ...along(labels, chainOf(locale)), ...along(labels, chainOf(reader)))

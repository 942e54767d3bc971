import type { Wording } from '../server/wire/offer.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Words } from '../server/wire/prompt-settings.ts'
import type { Identity } from './identity.ts'

/** Scripts written from the right. */
const RTL = /^(ar|arc|ckb|dv|fa|ha-arab|he|iw|khw|ks|ps|sd|ug|ur|yi)\b/i

/** `de-AT` is read as itself, then as `de`. */
const chainOf = (tag: string): string[] =>
  tag
    .toLowerCase()
    .split('-')
    .map((_, i, parts) => parts.slice(0, parts.length - i).join('-'))

/** The nearest last, so that it wins where they are laid over each other. */
const along = <Value>(all: Readonly<Record<string, Value>> = {}, chain: readonly string[]): Value[] =>
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

export type Reading = {
  readonly wording: Wording
  readonly words: Words
  /** The language that the copy is in; numbers and dates follow it. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
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
  const { title, body, benefits, picture, primary, secondary } = prompt
  const base: Wording = {
    title,
    body,
    ...(benefits && { benefits }),
    ...(picture && { picture }),
    primary: primary.label,
    ...(secondary && { secondary: secondary.label }),
  }
  return {
    wording: Object.assign({}, base, variant?.content, ...translated),
    words: Object.assign({}, ...along(config.words, chainOf(locale))),
    locale,
    dir: RTL.test(locale) ? 'rtl' : 'ltr',
  }
}

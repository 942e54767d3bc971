import type { Overlay } from '../overlay.ts'

const ENGLISH = {
  later: 'Later',
  close: 'Close',
  more: 'More options',
  why: 'Why am I seeing this?',
  mute: "Don't show this again",
  asked: 'Your admin has been asked.',
  unreachable: 'The form did not load. Check your connection and try again.',
} as const

type Key = keyof typeof ENGLISH

/** The words around the copy: the team's, else English. */
export const wordsOf = ({ words }: Overlay): Readonly<Record<Key, string>> => ({ ...ENGLISH, ...words })

/** Why this overlay appeared, in words that a reader can check. */
export const reason = (overlay: Overlay): string => {
  const { why, limit, trigger, brand } = overlay
  const product = brand.name ?? 'this product'
  if (why) return why
  if (limit) {
    const [used, max] = [limit.used, limit.max].map((figure) => number(figure, overlay.locale))
    return `Your plan includes ${max} ${nameOf(limit)}, and ${used} are in use.`
  }
  if (trigger === 'gate') return 'You opened a feature that your plan does not include.'
  if (trigger === 'pricing') return `You looked at the pricing of ${product}.`
  return `It relates to what you are doing in ${product}, and comes from ${product} itself.`
}

/** A limit's name as it reads in a sentence: without a label, `api_calls` is "api calls". */
export const nameOf = ({ name, label }: NonNullable<Overlay['limit']>): string =>
  label ?? name.replaceAll(/[_-]+/g, ' ')

/**
 * A figure as the reader writes it. Intl is left alone where English has nothing to group: waking it takes some 13 ms.
 */
export const number = (value: number, locale = 'en'): string =>
  locale.startsWith('en') && Number.isInteger(value) && Math.abs(value) < 1000
    ? String(value)
    : value.toLocaleString(locale)

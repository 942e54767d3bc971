import type { Overlay } from '../overlay.ts'

export const WORDS = {
  later: 'Later',
  close: 'Close',
  more: 'More options',
  why: 'Why am I seeing this?',
  mute: "Don't show this again",
  unreachable: 'The form did not load. Check your connection and try again.',
} as const

/** Why this overlay appeared, in words that a reader can check. */
export const reason = ({ limit, trigger, brand }: Overlay): string => {
  const product = brand.name ?? 'this product'
  if (limit)
    return `Your plan includes ${number(limit.max)} ${plain(limit.name)}, and ${number(limit.used)} are in use.`
  if (trigger === 'gate') return 'You opened a feature that your plan does not include.'
  if (trigger === 'pricing') return `You looked at the pricing of ${product}.`
  return `It relates to what you are doing in ${product}, and comes from ${product} itself.`
}

/** A limit's name as it reads in a sentence: `api_calls` is "api calls". */
export const plain = (name: string): string => name.replaceAll(/[_-]+/g, ' ')

/** A figure as the reader writes it. Intl is left alone where there is nothing to group: waking it takes some 13 ms. */
export const number = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : value.toLocaleString()

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

/**
 * A figure as the reader writes it. Intl is left alone where English has nothing to group: waking it takes some 13 ms.
 */
export const number = (value: number, locale = 'en'): string =>
  locale.startsWith('en') && Number.isInteger(value) && Math.abs(value) < 1000
    ? String(value)
    : value.toLocaleString(locale)

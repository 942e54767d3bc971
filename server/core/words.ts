import type { Filters, Wanted } from '../wire/condition.ts'
import { DAY, HOUR } from '../wire/limits.ts'
import { NOUNS } from './signals.ts'
import { dayOf, spanAfter } from './time.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const SMALL = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** "14 Nov", with the year when it is another than that of `at`. UTC days, as everything that is counted. */
export function day(instant: number, at: number): string {
  const date = new Date(instant)
  const words = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
  return date.getUTCFullYear() === new Date(at).getUTCFullYear() ? words : `${words} ${date.getUTCFullYear()}`
}

/** "today", "yesterday", "on Tuesday" within a week, else "on 14 Nov". */
export function when(instant: number, at: number): string {
  const ago = dayOf(at) - dayOf(instant)
  if (ago <= 0) return 'today'
  if (ago === 1) return 'yesterday'
  return `on ${ago < 7 ? WEEKDAYS[new Date(instant).getUTCDay()] : day(instant, at)}`
}

/** Digits with commas: "12,500"; beyond a quadrillion nobody counts. */
export function number(value: number): string {
  if (Math.abs(value) > 1e15) return value > 0 ? 'countless' : 'less than nothing'
  const [whole = '', fraction] = String(Math.round(value * 100) / 100).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction ? `${grouped}.${fraction}` : grouped
}

/** A small number as spoken: "four". */
export function spoken(value: number): string {
  return SMALL[value] ?? number(value)
}

/** "2 pricing visits". A team's own signal is called by its name: "3 report exported". */
export function nounOf(signal: string, count: number): string {
  const name = signal.replaceAll('-', ' ')
  const [one, many] = NOUNS[signal] ?? [name, `${name} events`]
  return `${number(count)} ${count === 1 ? one : many}`
}

/** "7 days", "36 hours". */
export const spanWords = (span: string): string => afterWords(spanAfter(span))

/** The same of a span in ms. */
export function afterWords(after: number): string {
  if (after % DAY === 0) return after === DAY ? '1 day' : `${after / DAY} days`
  return after % HOUR === 0 ? `${after / HOUR} hours` : `${Math.round(after / 60_000)} minutes`
}

/** What a condition filters for: " where status is live, verified". */
export function filterWords({ where = {}, by }: Filters): string {
  const parts = Object.entries(where).map(([name, wanted]) => `${name} ${wantedWords(wanted)}`)
  const filters = parts.length > 0 ? ` where ${parts.join(' and ')}` : ''
  return by === undefined ? filters : `${filters} (${SAID_BY[by]})`
}

const SAID_BY = { server: 'said by the backend', verified: 'verified', browser: 'unverified' } as const

function wantedWords(wanted: Wanted): string {
  if (typeof wanted !== 'object') return `is ${String(wanted)}`
  if ('in' in wanted) return `is one of ${wanted.in.slice(0, 8).join(', ')}`
  if ('not' in wanted) return `is not ${String(wanted.not)}`
  return 'atLeast' in wanted ? `at least ${number(wanted.atLeast)}` : `at most ${number(wanted.atMost)}`
}

import { DAY } from '../wire/limits.ts'

/** An instant as a sender writes it: epoch ms or a date. Null = absent, NaN = unreadable. */
export const instantOf = (written: string | number | null | undefined): number | null => {
  if (written === null || written === undefined || written === '') return null
  if (typeof written === 'string') return readDate(written)
  return Math.abs(written) <= 8.64e15 ? Math.trunc(written) : Number.NaN
}

const DATE = /^\d{4}-\d\d-\d\d/
const TIME_WITHOUT_ZONE = /^[\d-]{10}(?:T|\s+)[\d:.]+$/
/** `Tue, 03 Nov 2026 10:00:00 GMT`, `Tue Nov 03 2026 11:00:00 GMT+0100 (CET)`. */
const PRINTED = /^[a-z]{3}\b.*GMT/i

/**
 * ISO 8601, or what browsers print, which names GMT; without a zone it is UTC, because the zone of this machine says
 * nothing about the sender. No other: in 01/11/2026 nobody knows which is the month.
 */
const readDate = (written: string): number => {
  const date = written.trim()
  if (!DATE.test(date) && !PRINTED.test(date)) return Number.NaN
  return Date.parse(TIME_WITHOUT_ZONE.test(date) ? `${date}Z` : date)
}

type Written = { readonly happened: number | null; readonly sent: number | null }

/**
 * When it happened by our clock. The sender's clock may be wrong by any amount, but the time between happening and
 * sending is right, so that is taken off the instant of receipt. Never in the future.
 */
export const timeOf = (written: Written, receivedAt: number): number =>
  Math.max(0, Math.min(byOurClock(written, receivedAt), receivedAt))

/**
 * Whether it lies further ahead than clocks and zones explain. Of what happens now the clock is to blame; of a past
 * that somebody wrote down, the date.
 */
export const isAhead = (written: Written, receivedAt: number): boolean =>
  byOurClock(written, receivedAt) > receivedAt + DAY

const byOurClock = ({ happened, sent }: Written, receivedAt: number): number => {
  if (happened === null) return receivedAt
  return sent === null ? happened : receivedAt - (sent - happened)
}

import { DAY } from '../wire/limits.ts'

/** An instant as a sender writes it: epoch ms or a date. Null = absent, NaN = unreadable. */
export const instantOf = (written: string | number | null | undefined): number | null => {
  if (written === null || written === undefined || written === '') return null
  if (typeof written === 'string') return readDate(written)
  return Math.abs(written) <= 8.64e15 ? Math.trunc(written) : Number.NaN
}

/** What `toISOString` writes, of a day that every month has: nearly always. */
const PLAIN = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:(?:T|\s+)(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i
/** `Tue, 03 Nov 2026 10:00:00 GMT`, `Tue Nov 03 2026 11:00:00 GMT+0100 (CET)`. */
const PRINTED =
  /^[a-z]{3},? (?:(\d\d?) ([a-z]{3})|([a-z]{3}) (\d\d?)) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})?(?: \(.*\))?$/i
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/**
 * ISO 8601, or what browsers print, which names GMT; without a zone it is UTC, because the zone of this machine says
 * nothing about the sender. No other: in 01/11/2026 nobody knows which is the month. Nor a day that does not exist:
 * JavaScript would take the 30th of February for the 2nd of March.
 */
const readDate = (written: string): number => {
  if (PLAIN.test(written)) return readPlain(written)
  const date = written.trim()
  const iso = ISO.exec(date)
  if (iso) {
    const [, year = '', month = '', day = '', time = '00:00', zone = 'Z'] = iso
    return exact({ year, month: Number(month), day, time, zone })
  }
  const printed = PRINTED.exec(date)
  if (!printed) return Number.NaN
  const [, before, name = printed[3], , after, year = '', time = '', zone = 'Z'] = printed
  const month = MONTHS.indexOf((name ?? '').toLowerCase()) + 1
  return exact({ year, month, day: before ?? after ?? '', time, zone })
}

/** Digit by digit: `Date.parse` takes twice as long. */
const readPlain = (date: string): number =>
  Date.UTC(
    pairAt(date, 0) * 100 + pairAt(date, 2),
    pairAt(date, 5) - 1,
    pairAt(date, 8),
    pairAt(date, 11),
    pairAt(date, 14),
    pairAt(date, 17),
    pairAt(date, 20) * 10 + digitAt(date, 22),
  )
const digitAt = (text: string, at: number): number => text.charCodeAt(at) - 48
const pairAt = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1)

type Parts = { year: string; month: number; day: string; time: string; zone: string }

const exact = ({ year, month, day, time, zone }: Parts): number => {
  const days = month < 1 || month > 12 ? 0 : new Date(Date.UTC(Number(year), month, 0)).getUTCDate()
  if (Number(day) < 1 || Number(day) > days) return Number.NaN
  const [hours = '', minutes = '00'] = zone.slice(1).match(/\d\d/g) ?? []
  const offset = /^[+-]/.test(zone) ? `${zone.charAt(0)}${hours}:${minutes}` : 'Z'
  return Date.parse(`${year}-${two(month)}-${two(day)}T${time}${offset}`)
}

const two = (part: number | string): string => String(part).padStart(2, '0')

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

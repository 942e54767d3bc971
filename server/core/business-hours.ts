import { DAY, HOUR } from '../wire/limits.ts'
import type { Model } from '../wire/model.ts'

/** When sales is at work, as functions of an instant. */
export type Calendar = {
  /** The instant when so many business hours have passed. */
  readonly afterHours: (from: number, hours: number) => number
  /** The end of this business day; raised after it (or on a day off), the end of the next one. */
  readonly endOfDay: (from: number) => number
}

type Opening = { readonly opensAt: number; readonly closesAt: number }

/** A year of days off is a mistake in the configuration, not a calendar. */
const FARTHEST = 366

export function calendarOf(hours: Model['businessHours']): Calendar {
  const zone = zoneOf(hours.timeZone)
  /** Business days from the local day of `from` on, each with its opening and closing instant. */
  function* openings(from: number): Generator<Opening> {
    const today = Math.floor((from + zone(from)) / DAY) * DAY
    for (let n = 0; n < FARTHEST; n++) {
      const local = today + n * DAY
      if (!hours.days.includes(new Date(local).getUTCDay())) continue
      yield { opensAt: instantOf(local + hours.from * HOUR), closesAt: instantOf(local + hours.to * HOUR) }
    }
  }
  /** The instant of a local wall-clock time; twice, because the offset is that of the result. */
  const instantOf = (local: number): number => local - zone(local - zone(local))

  return {
    afterHours(from, wanted) {
      let left = wanted * HOUR
      for (const { opensAt, closesAt } of openings(from)) {
        const startsAt = Math.max(from, opensAt)
        if (startsAt >= closesAt) continue
        if (left <= closesAt - startsAt) return startsAt + left
        left -= closesAt - startsAt
      }
      return from + wanted * HOUR
    },
    endOfDay(from) {
      for (const { closesAt } of openings(from)) if (from < closesAt) return closesAt
      return from + DAY
    },
  }
}

/** The offset of a time zone from UTC at an instant, in ms. */
function zoneOf(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  return (instant) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
    const local = Date.UTC(year, month - 1, day, hour, minute)
    return local - Math.floor(instant / 60_000) * 60_000
  }
}

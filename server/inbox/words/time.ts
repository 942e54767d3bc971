import { DAY, HOUR, MINUTE } from '../../wire/limits.ts'

const LOCALE = 'en-GB'
const exactFormat = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
})
const clockFormat = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' })
const secondFormat = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'medium' })
const soonFormat = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' })
const yearFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' })
const weekdayFormat = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short' })

/** "Tue, 14 Nov 2026, 10:32 GMT+1": for the title of a relative time. */
export const exact = (at: number): string => exactFormat.format(at)
/** "10:32" */
export const clock = (at: number): string => clockFormat.format(at)
/** "Tue 10:32", for instants within the next days. */
export const soon = (at: number): string => soonFormat.format(at)

/** "14 Nov", with the year when it is another one. */
export const date = (at: number, now: number): string =>
  new Date(at).getFullYear() === new Date(now).getFullYear() ? dayFormat.format(at) : yearFormat.format(at)

/** "Thu 3 Dec", with the year instead of the weekday when it is another year. */
export const weekday = (at: number, now: number): string =>
  new Date(at).getFullYear() === new Date(now).getFullYear()
    ? weekdayFormat.format(at).replace(',', '')
    : date(at, now)

/** "14:05:30" today, where a few seconds may be all that is left; else "Thu 3 Dec, 14:05". */
export const notBefore = (at: number, now: number): string =>
  daysBetween(at, now) === 0 ? secondFormat.format(at) : `${weekday(at, now)}, ${clock(at)}`

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
const daysBetween = (at: number, now: number): number => Math.round((startOfDay(now) - startOfDay(at)) / DAY)

/** "Today", "Yesterday", "Tue 12 Nov", "14 Nov 2025": the heading of a day in a timeline. */
export const dayName = (at: number, now: number): string => {
  const days = daysBetween(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return days > 0 && days < 300 ? weekdayFormat.format(at).replace(',', '') : date(at, now)
}

/** "5 min", "3 h", "14 days". */
export const spanWords = (span: number): string => {
  if (span < HOUR) return `${Math.max(1, Math.floor(span / MINUTE))} min`
  if (span < DAY) return `${Math.floor(span / HOUR)} h`
  const days = Math.floor(span / DAY)
  return days === 1 ? '1 day' : `${days} days`
}

/** "just now", "12 min ago", "in 3 h", "yesterday", "5 days ago" as a calendar counts; beyond two weeks the date. */
export const relative = (at: number, now: number): string => {
  const span = Math.abs(at - now)
  if (span < MINUTE) return 'just now'
  if (span >= 14 * DAY) return date(at, now)
  if (at > now) return `in ${spanWords(span)}`
  if (span < DAY) return `${spanWords(span)} ago`
  const days = daysBetween(at, now)
  return days === 1 ? 'yesterday' : `${days} days ago`
}

const preciseWords = (span: number): string => {
  const minutes = Math.floor(span / MINUTE)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`
  if (hours >= 6 || (hours > 0 && rest === 0)) return `${hours} h`
  return hours > 0 ? `${hours} h ${rest} min` : `${Math.max(1, rest)} min`
}

/** "2 h 10 min left" or "3 h overdue". */
export const timeLeft = (dueAt: number, now: number): string =>
  dueAt >= now ? `${preciseWords(dueAt - now)} left` : `${preciseWords(now - dueAt)} overdue`

/** The instants that the snooze menu offers; next week means Monday at nine, in the reader's own time zone. */
export const snoozeChoices = (now: number): readonly { label: string; until: number }[] => {
  const monday = new Date(now)
  monday.setDate(monday.getDate() + ((8 - monday.getDay()) % 7 || 7))
  monday.setHours(9, 0, 0, 0)
  return [
    { label: '1 day', until: now + DAY },
    { label: '3 days', until: now + 3 * DAY },
    { label: 'Next week', until: monday.getTime() },
  ]
}

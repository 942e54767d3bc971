import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '../../server/core/business-hours.ts'
import { HOUR } from '../../server/wire/limits.ts'

const week = { from: 9, to: 17, days: [1, 2, 3, 4, 5] }
const berlin = calendarOf({ ...week, timeZone: 'Europe/Berlin' })
const newYork = calendarOf({ ...week, timeZone: 'America/New_York' })
const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16)
const at = (text: string): number => Date.parse(`${text}Z`)

describe('business hours', () => {
  test.each([
    ['within a day', '2026-11-09T08:00', 4, '2026-11-09T12:00'],
    ['before opening counts from the opening', '2026-11-09T03:00', 8, '2026-11-09T16:00'],
    ['go on the next day', '2026-11-09T15:00', 8, '2026-11-10T15:00'],
    ['skip the weekend', '2026-11-13T15:30', 1, '2026-11-16T08:30'],
    ['raised on a Sunday count from Monday', '2026-11-08T12:00', 2, '2026-11-09T10:00'],
    ['follow the change to summer time', '2026-03-27T15:00', 8, '2026-03-30T14:00'],
    ['and back from it', '2026-10-23T14:00', 8, '2026-10-26T15:00'],
  ])('%s', (_, from, hours, due) => {
    expect(iso(berlin.afterHours(at(from), hours))).toBe(due)
  })

  test.each([
    ['a request in the morning is due when the day ends', '2026-11-09T08:00', '2026-11-09T16:00'],
    ['one before opening too', '2026-11-09T02:00', '2026-11-09T16:00'],
    ['one after hours when the next day ends', '2026-11-09T16:00', '2026-11-10T16:00'],
    ['one on Friday night when Monday ends', '2026-11-13T20:00', '2026-11-16T16:00'],
  ])('%s', (_, from, due) => {
    expect(iso(berlin.endOfDay(at(from)))).toBe(due)
  })

  test('are those of the time zone', () => {
    expect(iso(newYork.afterHours(at('2026-11-09T10:00'), 1))).toBe('2026-11-09T15:00')
    expect(iso(newYork.endOfDay(at('2026-11-10T00:30')))).toBe('2026-11-10T22:00')
  })

  test('are open whenever something is due, and never in the past', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 * 365 * 24 }), fc.integer({ min: 1, max: 80 }), (n, hours) => {
        const from = at('2015-01-01T00:00') + n * HOUR
        const due = berlin.afterHours(from, hours)
        expect(due).toBeGreaterThanOrEqual(from + hours * HOUR)
        expect(berlin.afterHours(due - 1, 1)).toBeGreaterThan(due)
      }),
    )
  })
})

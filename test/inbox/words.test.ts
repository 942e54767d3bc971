import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { triggerWords } from '../../server/core/prompt-trigger.ts'
import { stepsOf } from '../../server/inbox/lead/steps.ts'
import { leadHref, routeOf } from '../../server/inbox/state/route.ts'
import { initialsOf, nameOf, plain, signed } from '../../server/inbox/words/names.ts'
import { dayName, relative, snoozeChoices, timeLeft } from '../../server/inbox/words/time.ts'
import { DAY, HOUR, MINUTE } from './fixture/build.ts'

const NOW = new Date(2026, 10, 14, 12).getTime()

describe('times in words', () => {
  test.each([
    [-20_000, 'just now'],
    [-12 * MINUTE, '12 min ago'],
    [-5 * HOUR, '5 h ago'],
    [-25 * HOUR, 'yesterday'],
    [-2.7 * DAY, '3 days ago'],
    [-3 * DAY, '3 days ago'],
    [3 * HOUR, 'in 3 h'],
    [-30 * DAY, '15 Oct'],
    [-400 * DAY, '10 Oct 2025'],
  ])('%d ms from now is "%s"', (span, words) => {
    expect(relative(NOW + span, NOW)).toBe(words)
  })

  test.each([
    [95 * MINUTE, '1 h 35 min left'],
    [7.5 * HOUR, '7 h left'],
    [30_000, '1 min left'],
    [28 * HOUR, '1 d 4 h left'],
    [-3 * HOUR, '3 h overdue'],
  ])('due in %d ms is "%s"', (span, words) => {
    expect(timeLeft(NOW + span, NOW)).toBe(words)
  })

  test('a day is named by the calendar and not by 24 hours', () => {
    expect(dayName(NOW - 11 * HOUR, NOW)).toBe('Today')
    expect(dayName(NOW - 13 * HOUR, NOW)).toBe('Yesterday')
    expect(dayName(NOW - 3 * DAY, NOW)).toBe('Wed 11 Nov')
  })

  test('"next week" is the coming Monday at nine, never today', () => {
    const days = Array.from({ length: 7 }, (_, day) => new Date(2026, 10, 9 + day, 8).getTime())
    for (const today of days) {
      const until = new Date(snoozeChoices(today)[2]?.until ?? 0)
      expect([until.getDay(), until.getHours()]).toEqual([1, 9])
      expect(until.getTime() - today).toBeGreaterThan(DAY - HOUR)
    }
  })
})

test('a trigger says how often its event must happen, and in which time', () => {
  const event = { kind: 'event', event: 'Report Exported' } as const
  expect(triggerWords({ trigger: event })).toBe('Event Report Exported')
  expect(triggerWords({ trigger: { ...event, atLeast: 3 } })).toBe('Event Report Exported 3 times')
  expect(triggerWords({ trigger: { ...event, atLeast: 3, within: 14 * DAY } })).toBe(
    'Event Report Exported 3 times in 14 days',
  )
})

describe('names and figures', () => {
  test('an address becomes a name, and anything else stays as it is', () => {
    expect(nameOf('priya.nair@acme.com')).toBe('Priya Nair')
    expect(nameOf('Tidemark')).toBe('Tidemark')
    expect(nameOf('@acme')).toBe('@acme')
  })

  test('initials are whole characters', () => {
    expect(initialsOf('Ana Lindqvist-Ruiz')).toBe('AL')
    expect(initialsOf('𠮷野 太郎')).toBe('𠮷太')
    expect(initialsOf('<!>')).toBe('?')
  })

  test('points carry their sign, and huge figures stay short', () => {
    expect([signed(12.5), signed(-5), signed(0)]).toEqual(['+12.5', '−5', '+0'])
    expect([plain(1240), plain(9e15)]).toEqual(['1,240', '9000T'])
  })
})

describe('addresses', () => {
  test('any text is some route, and reading it never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => routeOf(`#${text}`).kind.length > 0))
  })

  test('the address of a lead leads back to it, whatever its id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        expect(routeOf(leadHref(id))).toEqual({ kind: 'lead', id })
      }),
    )
  })
})

describe('the staircase of reasons', () => {
  const points = fc.array(fc.integer({ min: -3000, max: 9000 }).map((hundredths) => hundredths / 100))

  test('each bar touches the one before, inside the scale', () => {
    fc.assert(
      fc.property(points, (ledger) => {
        let level: number | null = null
        stepsOf(ledger).steps.forEach(({ start, width }, at) => {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start + width).toBeLessThanOrEqual(100.02)
          const down = (ledger[at] ?? 0) < 0
          const [from, to]: [number, number] = down ? [start + width, start] : [start, start + width]
          if (level !== null) expect(from).toBeCloseTo(level, 1)
          level = to
        })
      }),
    )
  })

  test('a score of 85 fills 85 of a scale of 100', () => {
    expect(stepsOf([25, 20, 20, 15, 10, -5]).total).toEqual({ start: 0, width: 85 })
  })
})

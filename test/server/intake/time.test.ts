import { expect, test } from 'vitest'
import { instantOf } from '../../../server/intake/time.ts'

const AT = '2026-11-03T10:00:00.000Z'

test.each([
  AT,
  '2026-11-03T10:00:00Z',
  '2026-11-03T11:00:00+01:00',
  '2026-11-03 11:00:00+01',
  '2026-11-03 10:00:00 UTC',
  '2026-11-03T10:00:00',
  '2026-11-03 10:00',
  ' 2026-11-03  10:00:00 ',
  '2026-11-03 10:00:00.000000Z',
  '2026-11-03t15:30:00 +0530',
  'Tue, 03 Nov 2026 10:00:00 GMT',
  'Tue Nov 03 2026 11:00:00 GMT+0100 (CET)',
  Date.parse(AT),
])('%s is one instant, whatever the zone of this machine', (written) => {
  const zone = process.env['TZ']
  process.env['TZ'] = 'America/New_York'
  expect(instantOf(written)).toBe(Date.parse(AT))
  process.env['TZ'] = zone
})

test.each([
  '01/11/2026',
  '01/11/2026 GMT',
  '3.11.2026',
  '03 Nov 2026',
  '2026',
  'soon',
  8.7e15,
  '2026-11-03 10:00 AM',
  '2026-11-03 10:00:00 PM',
  '2026-11-03 10:00 CET',
  '2026-11-03T25:00:00Z',
  '2026-11-03T10:00:00+99:00',
  '2026-02-30',
  '2026-02-29T10:00:00Z',
  '2026-04-31 10:00',
  '2026-13-01',
  '2026-00-10',
  'Mon, 30 Feb 2026 10:00:00 GMT',
  'Mon Feb 30 2026 11:00:00 GMT+0100 (CET)',
])('%s is no date', (written) => {
  expect(instantOf(written)).toBeNaN()
})

test.each([null, undefined, ''])('%j is none', (written) => expect(instantOf(written)).toBeNull())

test('the 29th of February is a day of leap years', () => {
  expect(instantOf('2028-02-29')).toBe(Date.UTC(2028, 1, 29))
})

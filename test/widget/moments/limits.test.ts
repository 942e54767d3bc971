import { afterEach, beforeEach, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../server/wire/limits.ts'
import { stand } from './stand.ts'

let it: ReturnType<typeof stand>
beforeEach(() => {
  it = stand()
})
afterEach(() => it.end())

const read = (used: number, max = 100, resetsAt?: string | number | Date) =>
  it.moments.limit('records', { used, max, resetsAt })

test('each threshold is raised once', () => {
  for (const used of [79, 80, 81, 100, 100]) read(used)
  expect(it.events.slice(1)).toEqual([
    { event: 'Limit Approached', limit: 'records', used: 80, max: 100, threshold: 0.8, blocked: false },
    { event: 'Limit Reached', limit: 'records', used: 100, max: 100, threshold: 1, blocked: false },
  ])
})

test('a jump over both thresholds raises the higher one', () => {
  read(100)
  read(100)
  expect(it.names()).toEqual(['Limit Reached'])
})

test('falling usage arms it again', () => {
  for (const used of [80, 79, 80]) read(used)
  expect(it.names()).toEqual(['Limit Approached', 'Limit Approached'])
})

test('a larger plan arms it again', () => {
  read(100, 100)
  read(100, 1000)
  read(800, 1000)
  expect(it.names()).toEqual(['Limit Reached', 'Limit Approached'])
})

test('a new reset period arms it again', () => {
  const reset = it.world.now + DAY
  read(90, 100, new Date(reset))
  it.world.now += 2 * DAY
  read(90, 100, new Date(reset).toISOString())
  read(90, 100, reset + 30 * DAY)
  read(90, 100, reset + 30 * DAY)
  expect(it.names()).toEqual(['Limit Approached', 'Limit Approached'])
})

test('a reset date that moves with every reading does not arm it', () => {
  read(90, 100, it.world.now + DAY)
  read(90, 100, it.world.now + DAY + 1)
  expect(it.names()).toEqual(['Limit Approached'])
})

test('another account has its own thresholds', () => {
  read(90)
  it.world.who = { ...it.world.who, groupId: 'other' }
  read(90)
  expect(it.names()).toEqual(['Limit Approached', 'Limit Approached'])
})

test('changing between accounts raises nothing again', () => {
  const change = (groupId: string) => {
    it.world.who = { ...it.world.who, groupId }
  }
  for (const account of ['one', 'two', 'one', 'two']) {
    change(account)
    read(90)
  }
  expect(it.names()).toHaveLength(2)
})

test('what is remembered of limits stays bounded', () => {
  for (let n = 0; n < 600; n++) it.moments.limit(`limit ${n}`, { used: 1, max: 100 })
  expect(Object.keys(Object(it.storage.get('limits')))).toHaveLength(500)
})

test('every attempt beyond the limit is reported', () => {
  for (const used of [100, 101, 101]) read(used)
  expect(it.only('Limit Reached').map(({ blocked }) => blocked)).toEqual([false, true, true])
})

test.each([
  ['no limit', 5, Number.POSITIVE_INFINITY],
  ['a limit of nothing', 0, 0],
  ['no figure', Number.NaN, 10],
  ['less than nothing', -1, 10],
])('%s says nothing', (_, used, max) => {
  read(used, max)
  expect(it.names()).toEqual([])
})

test('a limit may have any name', () => {
  it.moments.limit('__proto__', { used: 9, max: 10 })
  it.moments.limit('constructor', { used: 9, max: 10 })
  it.moments.limit('constructor', { used: 9, max: 10 })
  expect(it.only('Limit Approached').map(({ limit }) => limit)).toEqual(['__proto__', 'constructor'])
})

test('the pace tells when it will be full', () => {
  const news: unknown[] = []
  it.end()
  it = stand({}, { tell: (_, what) => news.push(what) })
  read(10)
  it.world.now += 7 * HOUR
  read(80)
  expect(news.at(-1)).toMatchObject({ limit: 'records', fullAt: it.world.now + 2 * HOUR })
})

import { expect, test } from 'vitest'
import { advice } from '../../../widget/advice.ts'

const said = (name: string, ...args: unknown[]) => {
  const heard: string[] = []
  advice(name, args, (what) => heard.push(what))
  return heard.join()
}

test.each([
  ['limit', 'records', 80, 100],
  ['limit', 'records', { used: '80', max: 100 }],
  ['limit', 'records', { used: 80, max: 0 }],
  ['identify'],
  ['identify', null],
  ['identify', { id: 'u1' }],
  ['identify', 'u1', 'Mara'],
  ['group', ''],
  ['track', { event: 'Clicked' }],
  ['track', 'Clicked', 'blue'],
  ['gate'],
  ['setConsent', true],
  ['on', 'shown', () => {}],
  ['on', 'prompt'],
  ['snooze', 'p1', 'week'],
])('%s given %j is told, with how to write it', (name, ...args) => {
  const call = said(name, ...args)
  expect(call).toMatch(new RegExp(`^given ${name}\\(`))
  expect(call).toContain(`wanted ${name}(`)
})

test.each([
  ['limit', 'records', { used: 80, max: 100, resetsAt: new Date() }],
  ['identify', 7, { plan: 'free' }, { token: 'x' }],
  ['group', 'acme'],
  ['alias', 'u1'],
  ['track', 'Clicked'],
  ['page'],
  ['gate', 'sso'],
  ['explain'],
  ['setConsent', 'denied'],
  ['on', 'prompt', () => {}],
  ['on', 'test', () => {}],
  ['reset', { forget: true }],
  ['flush'],
  ['debug', false],
])('%s given %j is as it should be', (name, ...args) => {
  expect(said(name, ...args)).toBe('')
})

test('whoever begins to debug hears that it works, and what says more', () => {
  expect(said('debug')).toMatch(/^debugging; explain\(/)
  expect(said('debug', true)).toBe(said('debug'))
})

test('a call that there is not is told with those that there are', () => {
  expect(said('trak', 'Clicked')).toMatch(
    /^given trak\("Clicked"\); there is no such call, only identify, .*track/,
  )
  expect(said('constructor')).toContain('no such call')
})

test('what cannot be written as JSON is told too', () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  expect(said('gate', circular)).toContain('[object Object]')
  expect(said('gate', () => {})).toContain('a function')
})

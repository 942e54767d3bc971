import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditFor, liftTouch, mergeTouched, type Touched, type Touches } from '../../server/core/goal.ts'
import type { Trust } from '../../server/wire/event.ts'
import type { DraftablePrompt } from '../../server/wire/prompt.ts'

const DAY = 24 * 60 * 60 * 1000
const AT = Date.UTC(2026, 10, 22)

const prompt = (id: string, more: Partial<DraftablePrompt> = {}): DraftablePrompt => ({
  id,
  format: 'modal',
  trigger: { kind: 'manual' },
  title: id,
  body: '',
  primary: { kind: 'link', label: 'Look', url: '/x' },
  goal: 'Subscription Started',
  ...more,
})
const PROMPTS = [
  prompt('full'),
  prompt('near'),
  prompt('quick', { goalWithin: DAY }),
  prompt('other', { goal: 'Invite Sent' }),
]
const UNTOUCHED = { at: 0, about: {}, convertedAt: 0 }
const touched = (at: number, convertedAt = 0): Touched => {
  const touch = { at, about: {}, convertedAt }
  return { vouched: touch, all: touch }
}
const claimed = (at: number, convertedAt = 0): Touched => ({
  ...touched(at, convertedAt),
  vouched: UNTOUCHED,
})
const credit = (touches: Touches, time = AT) =>
  creditFor({ name: 'Subscription Started', time }, PROMPTS, touches)

test.each([
  ['the one seen last', { full: touched(AT - 2), near: touched(AT - 1) }, 'near'],
  ['none that was never seen', {}, undefined],
  ['none that aims at something else', { other: touched(AT - 1) }, undefined],
  ['none seen after it', { full: touched(AT + 1) }, undefined],
  ['none seen a fortnight ago', { full: touched(AT - 14 * DAY) }, undefined],
  ['each within its own window', { quick: touched(AT - DAY), full: touched(AT - 2 * DAY) }, 'full'],
  ['none that has converted since', { full: touched(AT - 5, AT - 3) }, undefined],
  [
    'no earlier one, when the last has converted',
    { full: touched(AT - 9), near: touched(AT - 5, AT - 3) },
    undefined,
  ],
  ['one seen again since it converted', { full: touched(AT - 2, AT - 3) }, 'full'],
])('a goal is credited to %s', (_, touches, promptId) => {
  expect(credit(touches)?.promptId).toBe(promptId)
})

test('a showing that nobody vouches for is credited, as a claim, only where none is vouched for', () => {
  const [seen, forged] = [touched(AT - 2), claimed(AT - 1)]
  expect(credit({ near: forged })).toMatchObject({ promptId: 'near', vouched: false })
  expect(credit({ full: seen, near: forged })).toMatchObject({ promptId: 'full', vouched: true })
  expect(credit({ near: mergeTouched(seen, forged) })?.touch.at).toBe(AT - 2)
})

test('a conversion that nobody vouches for ends claims alone; one that is vouched for ends both', () => {
  const convert = (trust: Trust) =>
    liftTouch({ name: 'Prompt Converted', properties: {}, time: AT - 1, trust }) ?? touched(0)
  const creditAfter = (seen: Touched, trust: Trust) => credit({ full: mergeTouched(seen, convert(trust)) })
  expect(creditAfter(claimed(AT - 2), 'browser')).toBe(null)
  expect(creditAfter(claimed(AT - 2), 'verified')).toBe(null)
  expect(creditAfter(touched(AT - 2), 'verified')).toBe(null)
  expect(creditAfter(touched(AT - 2), 'browser')).toMatchObject({ promptId: 'full', vouched: true })
})

const told = fc.record({
  name: fc.constantFrom('Prompt Shown', 'Prompt Clicked', 'Prompt Converted'),
  trust: fc.constantFrom('browser', 'verified', 'server'),
  time: fc.integer({ min: AT, max: AT + 9 }),
  properties: fc.record({ variant: fc.constantFrom('a', 'b') }, { requiredKeys: [] }),
})
const touch = told.map((event) => liftTouch(event) ?? touched(0))

test('what is remembered of showings is a join: in any order, however often', () => {
  fc.assert(
    fc.property(touch, touch, touch, (one, other, third) => {
      expect(mergeTouched(mergeTouched(one, other), third)).toEqual(
        mergeTouched(one, mergeTouched(other, third)),
      )
      expect(mergeTouched(one, other)).toEqual(mergeTouched(other, one))
      expect(mergeTouched(one, one)).toEqual(one)
    }),
  )
})

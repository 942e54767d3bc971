import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditFor, liftTouch, mergeTouch, type Touch } from '../../server/core/goal.ts'
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
const touched = (at: number, convertedAt = 0): Touch => ({ at, about: {}, convertedAt })
const credited = (touches: Record<string, Touch>, time = AT) =>
  creditFor({ name: 'Subscription Started', time }, PROMPTS, touches)?.promptId

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
  expect(credited(touches)).toBe(promptId)
})

const told = fc.record({
  name: fc.constantFrom('Prompt Shown', 'Prompt Clicked', 'Prompt Converted'),
  time: fc.integer({ min: AT, max: AT + 9 }),
  properties: fc.record({ variant: fc.constantFrom('a', 'b') }, { requiredKeys: [] }),
})
const touch = told.map((event) => liftTouch(event) ?? touched(0))

test('what is remembered of showings is a join: in any order, however often', () => {
  fc.assert(
    fc.property(touch, touch, touch, (one, other, third) => {
      expect(mergeTouch(mergeTouch(one, other), third)).toEqual(mergeTouch(one, mergeTouch(other, third)))
      expect(mergeTouch(one, other)).toEqual(mergeTouch(other, one))
      expect(mergeTouch(one, one)).toEqual(one)
    }),
  )
})

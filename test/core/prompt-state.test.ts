import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  kindOf,
  liftPromptEvent,
  mergeStates,
  NO_STATE,
  type PromptEvent,
  type PromptState,
  type ShowingKind,
  showingId,
  shownAt,
} from '../../server/core/prompt-state.ts'

const AT = Date.UTC(2026, 10, 22)
const oneOf = (...values: string[]) => fc.constantFrom(...values)
const instant = fc.integer({ min: AT, max: AT + 40 })

const event: fc.Arbitrary<PromptEvent> = fc.record({
  event: oneOf(
    'Prompt Shown',
    'Prompt Clicked',
    'Prompt Dismissed',
    'Prompt Snoozed',
    'Prompt Converted',
    'Prompt Held Out',
    'Admin Asked',
    'Something Else',
  ),
  account: oneOf('', 'acme', '__proto__'),
  at: instant,
  properties: fc.record(
    {
      promptId: oneOf('full', 'near', 'constructor'),
      showing: fc.oneof(
        fc
          .tuple(instant, fc.constantFrom<ShowingKind>('a', 'u', 's'), fc.constantFrom(0, 0.5))
          .map((given) => showingId(...given)),
        fc.constant('nonsense'),
      ),
      reason: oneOf('never again', 'close'),
      until: instant,
      feature: oneOf('sso', '__proto__'),
      experiment: oneOf('words', 'price'),
      unit: oneOf('user', 'account', 'device'),
      variant: oneOf('a', 'b'),
    },
    { requiredKeys: [] },
  ),
})
const exposed = (variant: string, at: number, account = 'acme'): PromptEvent => ({
  event: 'Prompt Shown',
  account,
  at,
  properties: { promptId: 'full', experiment: 'words', unit: 'account', variant },
})
const fold = (events: readonly PromptEvent[]): PromptState =>
  events.reduce((state, each) => mergeStates(state, liftPromptEvent(each) ?? NO_STATE), NO_STATE)
/** Long enough for more showings than are remembered. */
const state = fc.array(event, { maxLength: 60 }).map(fold)

test('merging is associative, commutative and idempotent', () => {
  fc.assert(
    fc.property(state, state, state, (one, other, third) => {
      expect(mergeStates(mergeStates(one, other), third)).toEqual(mergeStates(one, mergeStates(other, third)))
      expect(mergeStates(one, other)).toEqual(mergeStates(other, one))
      expect(mergeStates(one, one)).toEqual(one)
      expect(mergeStates(one, NO_STATE)).toEqual(one)
    }),
  )
})

test('two devices that heard the same events in any order, some twice, know the same', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), fc.array(event), fc.integer(), (events, more, salt) => {
      const shuffled = [...events, ...more, ...events].sort(
        (a, b) => ((a.at * salt) % 7) - ((b.at * salt) % 7),
      )
      expect(fold(shuffled)).toEqual(fold([...events, ...more]))
    }),
  )
})

test('a showing carries its instant, and whether it was asked for', () => {
  const showing = showingId(AT, 'a', 0.99)
  expect([shownAt(showing), kindOf(showing)]).toEqual([AT, 'a'])
  expect(showingId(AT + 1, 'u', 0) > showing).toBe(true)
})

test('of very many showings the newest stay, and an answered one never looks ignored', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 21, maxLength: 60 }), (answers) => {
      const events = answers.flatMap((isAnswered, i): PromptEvent[] => {
        const about = {
          account: '',
          at: AT + i,
          properties: { promptId: 'full', showing: showingId(AT + i, 'u', 0) },
        }
        const answer = isAnswered ? [{ ...about, event: 'Prompt Clicked' }] : []
        return [{ ...about, event: 'Prompt Shown' }, ...answer]
      })
      const { shown = [], answered = [] } = fold(events).prompts['full'] ?? {}
      expect(shown).toHaveLength(20)
      for (const showing of shown) expect(answered.includes(showing)).toBe(answers[shownAt(showing) - AT])
    }),
  )
})

test('an account in two arms is known as mixed, by its first one; whoever is mixed mixes nobody else', () => {
  const arms = (...events: PromptEvent[]) => fold(events).arms
  expect(arms(exposed('b', AT + 9), exposed('b', AT))).toEqual({ 'words@acme': [AT, 'b'] })
  expect(arms(exposed('b', AT + 9), exposed('a', AT))).toEqual({ 'words@acme': [AT, 'a', true] })
  expect(arms(exposed('b', AT), exposed('mixed', AT + 9))).toEqual({ 'words@acme': [AT, 'b'] })
})

import { expect, test } from 'vitest'
import { promptName, promptTitle } from '../../server/core/prompt-title.ts'
import type { Prompt } from '../../server/wire/prompt.ts'

const ANY_GATE = { kind: 'gate', feature: '*' } as const
const SEATS = { kind: 'limit', limit: 'team_seats', at: 1 } as const

test.each<[title: string, trigger: Prompt['trigger'], called: string]>([
  ['{feature} comes with a paid plan.', ANY_GATE, '[feature] comes with a paid plan.'],
  ['{feature} comes with a paid plan.', { kind: 'gate', feature: 'sso' }, 'SSO comes with a paid plan.'],
  ['{limit}: all {max} taken', SEATS, 'Team seats: all [max] taken'],
  ['You’ve used {used} of {max} {limit}.', SEATS, 'You’ve used [used] of [max] team seats.'],
  ['Talk to {contact|us}', ANY_GATE, 'Talk to us'],
  ['{remaining} {remaining, one: seat, other: seats} left', SEATS, '[remaining] seats left'],
  ['{{braces}, {constructor} and {half', SEATS, '{braces}, [constructor] and {half'],
])('%s is called by what is known of it', (title, trigger, called) => {
  expect(promptTitle({ title, trigger })).toBe(called)
})

test.each<[title: string, trigger: Prompt['trigger'], called: string]>([
  ['You’ve used {used} of {max} {limit}.', SEATS, 'Prompt: at 100 % of team seats'],
  ['{feature} comes with a paid plan.', ANY_GATE, 'Prompt: tries any locked feature'],
  ['{feature} comes with a paid plan.', { kind: 'gate', feature: 'sso' }, 'SSO comes with a paid plan.'],
  ['Half price [ends today] for {contact|us}', ANY_GATE, 'Half price [ends today] for us'],
])('in front of sales %s has no holes', (title, trigger, called) => {
  expect(promptName({ title, trigger })).toBe(called)
})

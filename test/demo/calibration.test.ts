import { expect, test } from 'vitest'
import { generateHistory, type History } from '../../demo/history/generate.ts'
import { compile } from '../../server/core/engine.ts'
import { BALANCED } from '../../server/core/presets.ts'
import { advance, newAccount, step } from '../../server/core/step.ts'
import type { Decision, Entry, State, StepResult } from '../../server/core/types.ts'
import { OPEN_STATUSES } from '../../server/wire/view.ts'

const engine = compile(BALANCED, 1)

/** The history as `/v1/import` would enter it in the journal. */
const entriesOf = ({ events }: History): Entry[] =>
  events.map((event, seq) => {
    const time = Date.parse(String(event.timestamp))
    return {
      kind: 'event',
      seq,
      account: event.context?.['groupId'] as string,
      subject: String(event.userId),
      anonymous: false,
      named: true,
      messageId: event.messageId ?? '',
      time,
      receivedAt: time,
      at: time,
      trust: 'server',
      historic: true,
      counts: true,
      type: event.type,
      name: event.event ?? event.name ?? '',
      properties: event.properties ?? {},
      traits: event.traits ?? {},
    }
  })

/** Every account's state after its history, with everybody in memory, and what was decided on the way. */
const live = (history: History) => {
  const states = new Map<string, State>()
  const decisions: Decision[] = []
  const settle = (state: State, attempt: () => StepResult) => {
    for (;;) {
      const result = attempt()
      if (result.kind === 'done') return decisions.push(...result.decisions)
      for (const subject of result.subjects) if (!state.members.has(subject)) state.members.set(subject, null)
      state.loadedUntil = Number.POSITIVE_INFINITY
    }
  }
  for (const entry of entriesOf(history)) {
    const state: State = states.get(entry.account) ?? {
      key: entry.account,
      account: newAccount(),
      members: new Map(),
      loadedUntil: Number.POSITIVE_INFINITY,
      nextDueAt: null,
    }
    states.set(entry.account, state)
    settle(state, () => step(state, entry, engine))
  }
  for (const state of states.values()) settle(state, () => advance(state, history.endsAt, engine))
  return { states: [...states.values()], decisions }
}

test('with the balanced model 15 to 25 % of the sign-ups ever qualify, and some leads are open', () => {
  const history = generateHistory({ seed: 'regulars', now: Date.UTC(2026, 10, 22) })
  const { states, decisions } = live(history)
  const qualified = decisions.filter(({ kind }) => kind === 'user.qualified')
  const people = history.accounts.reduce((sum, { members }) => sum + members.length, 0)
  const share = new Set(qualified.map(({ account, subject }) => `${account}/${subject}`)).size / people
  expect(share).toBeGreaterThan(0.15)
  expect(share).toBeLessThan(0.25)

  const open = states.filter(({ account: { lead } }) => lead && OPEN_STATUSES.includes(lead.status))
  expect(open.length).toBeGreaterThan(5)
  expect(open.length).toBeLessThan(30)
  expect(decisions.filter(({ notify }) => notify)).toEqual([])
})

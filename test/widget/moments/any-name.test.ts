import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { liftPromptEvent, mergeStates, NO_STATE } from '../../../server/core/prompt-state.ts'
import type { News } from '../../../widget/api.ts'
import './fetched.ts'
import { prompt, root, stand } from './stand.ts'

const DAY = 86_400_000
const LOCKED = prompt({ id: 'locked', trigger: { kind: 'gate', feature: '*' } })
const REFUSED = prompt({ id: 'refused', trigger: { kind: 'blocked', limit: '*' } })
const FULL = prompt({ id: 'full', format: 'slide-in', trigger: { kind: 'limit', limit: '*', at: 1 } })

let it: ReturnType<typeof stand>
let told: News['prompt'][]
const start = async (prompts = [LOCKED, REFUSED]) => {
  it?.end()
  told = []
  const tell = (name: string, news: unknown) => void (name === 'prompt' && told.push(news as News['prompt']))
  it = stand({ prompts }, { tell })
  await it.moments.explain()
}
beforeEach(() => start())
afterEach(async () => {
  it.end()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

const leave = async (label: string) => {
  await vi.waitFor(() => expect(root()).toBeDefined())
  const buttons = [...(root()?.querySelectorAll<HTMLElement>('button') ?? [])]
  buttons.find((each) => (each.getAttribute('aria-label') ?? each.textContent) === label)?.click()
  await vi.waitFor(() => expect(root()).toBeUndefined())
}
const gate = (feature: string) => it.moments.gate(feature)
const refuse = (limit: string) => it.moments.limit(limit, { used: 10, max: 10, blocked: true })
const outcomes = () => told.map(({ promptId, what, reason = '' }) => [promptId, what, reason.slice(0, 7)])

test.each(['Close', 'Later'])('%s on one locked feature says nothing about another', async (label) => {
  expect(gate('sso').status).toBe('prompted')
  await leave(label)
  expect(gate('sso')).toMatchObject({
    status: 'suppressed',
    reason: expect.stringContaining('snoozed until'),
  })
  expect(gate('audit').status).toBe('prompted')
  await leave(label)
  it.world.now += 7 * DAY
  expect(gate('sso').status).toBe('prompted')
})

test('nor does closing what one full limit brought about another', async () => {
  for (const limit of ['records', 'seats', 'records', 'seats']) {
    refuse(limit)
    if (it.only('Prompt Suppressed').length === 0) await leave('Close')
  }
  expect(it.only('Prompt Dismissed').map(({ feature }) => feature)).toEqual(['records', 'seats'])
  expect(it.only('Prompt Suppressed')).toHaveLength(1)
})

test('closing it for a feature climbs the ladder of that feature alone', async () => {
  for (const days of [7, 30]) {
    gate('sso')
    await leave('Close')
    it.world.now += days * DAY
  }
  gate('sso')
  await leave('Close')
  expect(gate('sso').reason).toBe('closed too often')
  expect(gate('audit').status).toBe('prompted')
})

test('"never again" and what the page puts off hold for every feature', async () => {
  it.moments.snooze('locked', 7)
  expect(gate('sso').reason).toMatch('snoozed until')
  await start()
  it.moments.mute('locked')
  expect(gate('sso').reason).toBe('muted')
})

test('what nobody asked for, closed about one limit, stays away whichever limit it is about', async () => {
  await start([FULL])
  it.moments.limit('records', { used: 10, max: 10 })
  await leave('Close')
  refuse('seats')
  expect(it.only('Prompt Suppressed')).toMatchObject([
    { promptId: 'full', reason: expect.stringMatching('snoozed until') },
  ])
})

test('three refusals that somebody ignored count for their feature alone', async () => {
  const showing = (n: number) => `${(it.world.now - n * DAY).toString(36)}a${n}`
  const events = [1, 2, 3].map((n) => {
    const properties = { promptId: 'locked', showing: showing(n), feature: 'sso' }
    return liftPromptEvent({ event: 'Prompt Shown', properties, account: '', at: it.world.now }) ?? NO_STATE
  })
  it.storage.set('prompts', events.reduce(mergeStates))
  expect(gate('sso').reason).toMatch('snoozed until')
  expect(gate('audit').status).toBe('prompted')
})

test('whoever asks hears each time why nothing shows, and it is one event', async () => {
  gate('sso')
  await leave('Close')
  told = []
  gate('sso')
  gate('sso')
  refuse('records')
  await leave('Close')
  refuse('records')
  refuse('records')
  expect(outcomes().filter(([, what]) => what === 'Suppressed')).toEqual([
    ['locked', 'Suppressed', 'snoozed'],
    ['locked', 'Suppressed', 'snoozed'],
    ['refused', 'Suppressed', 'snoozed'],
    ['refused', 'Suppressed', 'snoozed'],
  ])
  expect(it.only('Prompt Suppressed')).toHaveLength(2)
})

import { afterEach, expect, test, vi } from 'vitest'
import type { Prompt } from '../../../server/wire/prompt.ts'
import './fetched.ts'
import { FREELY, prompt, root, stand } from './stand.ts'

/** What happens to a prompt that is open, and what the page itself opens. */

const SSO = prompt({
  id: 'sso',
  trigger: { kind: 'gate', feature: 'sso' },
  title: '{feature|It} comes with Pro',
  secondary: { kind: 'contact', label: 'Talk to us' },
})
const SIDE = prompt({
  id: 'side',
  format: 'slot',
  slot: 'side',
  trigger: { kind: 'limit', limit: 'records', at: 0.5 },
})

let it: ReturnType<typeof stand>
const start = async (...prompts: Prompt[]) => {
  it = stand({ prompts })
  it.world.who = { ...it.world.who, groupTraits: { plan: 'free' } }
  await it.moments.explain()
}
afterEach(async () => {
  it.end()
  document.querySelector('tidemark-slot')?.remove()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

const title = () => root()?.querySelector('h2')?.textContent
const field = () => root()?.querySelector('textarea')
const isGone = () => vi.waitFor(() => expect(root()).toBeUndefined())
const shown = () => it.only('Prompt Shown').map(({ promptId }) => promptId)
const shows = (count: number) => vi.waitFor(() => expect(shown()).toHaveLength(count))
const read = (used: number, max: number) => it.moments.limit('records', { used, max })
const openSso = async () => {
  it.moments.gate('sso')
  await shows(1)
}
const write = async () => {
  await openSso()
  root()?.querySelector<HTMLElement>('.secondary')?.click()
  await vi.waitFor(() => expect(field()).toBeTruthy())
}

test('a limit that there is no longer takes its prompt away, and what was on its way', async () => {
  await start(prompt())
  read(100, 100)
  await shows(1)
  read(120, Number.POSITIVE_INFINITY)
  await isGone()
  read(100, 100)
  read(100, Number.POSITIVE_INFINITY)
  expect((await it.moments.explain('records-full'))[0]?.gates[1]?.reason).toBe('waits for limit records 1')
})

test('a share of a limit is reached at exactly that share', async () => {
  await start(prompt({ trigger: { kind: 'limit', limit: 'records', at: 0.55 } }))
  read(55, 100)
  await shows(1)
})

test('a prompt that a newer configuration withdraws, or has for others, closes', async () => {
  await start(SSO)
  await openSso()
  it.moments.configure({ ...it.config, prompts: [{ ...SSO, audience: { plans: ['team'] } }] })
  await isGone()
  it.moments.configure({ ...it.config, prompts: [SSO] })
  it.moments.gate('sso')
  await shows(2)
  it.moments.configure({ ...it.config, prompts: [] })
  await isGone()
})

test('what somebody writes stays when the plan changes, but not for another account or where nothing may show', async () => {
  await start({ ...SSO, audience: { plans: ['free'] } })
  await write()
  it.world.who = { ...it.world.who, groupTraits: { plan: 'pro' } }
  it.moments.recheck()
  await new Promise((later) => setTimeout(later, 300))
  expect(field()).toBeTruthy()
  it.world.who = { ...it.world.who, groupId: 'globex' }
  it.moments.recheck()
  await isGone()
})

test('what somebody writes stays when another tab takes the screen', async () => {
  await start(SSO)
  await write()
  const [lock] = (await navigator.locks.query()).held ?? []
  await navigator.locks.request(String(lock?.name), { steal: true }, () => {})
  await new Promise((later) => setTimeout(later, 300))
  expect(field()).toBeTruthy()
})

test('a slot stays filled in a page that is kept for the back button', async () => {
  await start(SIDE)
  const slot = document.body.appendChild(document.createElement('tidemark-slot'))
  slot.setAttribute('name', 'side')
  read(60, 100)
  await shows(1)
  // By then the tag has been heard of, too.
  await new Promise((later) => setTimeout(later, 300))
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  await new Promise((later) => setTimeout(later, 300))
  expect(slot.querySelector('tidemark-overlay')).toBeTruthy()
})

test('what the page shows by itself knows what it is about: its limit, however full, or its feature', async () => {
  await start(prompt(), SSO)
  read(50, 100)
  await it.moments.show('records-full')
  await shows(1)
  expect(title()).toBe('You have used 50 of 100 records')
  it.moments.snooze('records-full')
  await isGone()
  await it.moments.show('sso')
  await shows(2)
  expect(title()).toBe('SSO comes with Pro')
})

test('a showing by the page says nothing about the arm of whoever is held out', async () => {
  it = stand({
    prompts: [prompt({ id: 'app', trigger: { kind: 'route', paths: ['/app'] } })],
    frequency: { ...FREELY, holdout: 1 },
  })
  await it.moments.show('app')
  await shows(1)
  expect(it.only('Prompt Shown')).toEqual([expect.not.objectContaining({ variant: expect.anything() })])
})

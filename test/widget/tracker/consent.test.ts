import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stand } from './stand.ts'

const home = location.href
let it: ReturnType<typeof stand>
beforeEach(() => {
  it = stand()
})
afterEach(() => {
  it.end()
  Reflect.deleteProperty(navigator, 'globalPrivacyControl')
  history.replaceState(null, '', home)
})

const refuseTracking = () =>
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true })

test('while consent is pending nothing is stored or sent; then it all is', async () => {
  const tidemark = it.start({ consent: 'pending' })
  tidemark.identify('u1')
  tidemark.track('One')
  tidemark.flush()
  await vi.waitUntil(() => it.calls.length > 0, { timeout: 10_000 })
  expect([it.stored(), await it.kept(), it.posted]).toEqual([[], null, []])
  tidemark.setConsent('granted')
  expect(await it.arrives('One')).toMatchObject({ userId: 'u1' })
  expect(it.stored()).not.toEqual([])
})

test('denial removes everything, and keeps no more', async () => {
  const tidemark = it.start()
  tidemark.track('One')
  tidemark.flush()
  await it.arrives('One')
  tidemark.track('Two')
  tidemark.setConsent('denied')
  tidemark.track('Three')
  tidemark.flush()
  expect(it.stored()).toEqual([])
  await vi.waitUntil(async () => (await it.kept()) === null, { timeout: 5000 })
  expect(it.events().map(({ event }) => event)).toEqual(['One'])
})

test('Global Privacy Control is a denial that only a choice overrides', async () => {
  refuseTracking()
  const tidemark = it.start({ consent: 'granted' })
  tidemark.track('One')
  tidemark.limit('records', { used: 100, max: 100 })
  await vi.waitUntil(() => it.calls.some(([name]) => name === 'limit'), { timeout: 10_000 })
  expect([it.stored(), await it.kept(), it.posted]).toEqual([[], null, []])
  tidemark.setConsent('granted')
  tidemark.track('Two')
  tidemark.flush()
  await it.arrives('Two')
  expect(it.events().map(({ event }) => event)).toEqual(['Two'])
})

test('forgetting removes everything stored, and what was not sent', async () => {
  it.server.answer = () => ({ status: 503 })
  const tidemark = it.start()
  tidemark.identify('u1')
  tidemark.track('One')
  await vi.waitFor(async () => expect(await it.kept()).toHaveLength(1))
  tidemark.reset({ forget: true })
  expect(it.stored()).toEqual([])
  await vi.waitUntil(async () => (await it.kept()) === null, { timeout: 5000 })
})

test('what another tab has open does not keep the database from being removed, nor that tab from going on', async () => {
  const [tidemark, other] = [it.start(), it.start()]
  it.server.answer = () => ({ status: 503 })
  tidemark.track('One')
  other.track('Two')
  await vi.waitUntil(async () => (await it.kept())?.length === 2, { timeout: 5000 })
  tidemark.reset({ forget: true })
  await vi.waitUntil(async () => (await it.kept()) === null, { timeout: 5000 })
  other.track('Three')
  await vi.waitUntil(async () => (await it.kept())?.length === 1, { timeout: 5000 })
})

test('a request that was under way when consent was withdrawn leaves nothing behind', async () => {
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const tidemark = it.start()
  it.server.wait = answered
  tidemark.track('One')
  tidemark.flush()
  await vi.waitUntil(() => it.server.asked, { timeout: 5000 })
  tidemark.setConsent('denied')
  answer()
  await it.arrives('One')
  await vi.waitUntil(async () => (await it.kept()) === null, { timeout: 5000 })
  expect(it.stored()).toEqual([])
})

test('where there is no database, denial ends the sending all the same', async () => {
  const database = indexedDB
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get: () => {
      throw new DOMException('no', 'SecurityError')
    },
  })
  const tidemark = it.start()
  tidemark.track('One')
  tidemark.flush()
  await it.arrives('One')
  tidemark.track('Two')
  tidemark.setConsent('denied')
  tidemark.track('Three')
  tidemark.flush()
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: database })
  tidemark.setConsent('granted')
  tidemark.track('Four')
  tidemark.flush()
  await it.arrives('Four')
  expect(it.events().map(({ event }) => event)).toEqual(['One', 'Four'])
})

test('who asks for time to think again is still the same person', async () => {
  const tidemark = it.start()
  tidemark.identify('u1')
  const { anonymousId } = await it.arrives('identify')
  tidemark.setConsent('pending')
  tidemark.track('One')
  tidemark.setConsent('granted')
  tidemark.flush()
  expect(await it.arrives('One')).toMatchObject({ userId: 'u1', anonymousId })
})

test('who is asked on every page is still the same visitor', async () => {
  const before = it.start()
  before.group('acme')
  before.track('One')
  before.flush()
  const { anonymousId } = await it.arrives('One')
  const tidemark = it.start({ consent: 'pending' })
  tidemark.track('Two')
  tidemark.setConsent('granted')
  tidemark.track('Three')
  tidemark.flush()
  expect(await it.arrives('Two')).toMatchObject({ anonymousId })
  expect(await it.arrives('Three')).toMatchObject({ anonymousId, context: { groupId: 'acme' } })
})

test.each(['u1', 'u2'])('%s, who said so before the choice, is known after it', async (userId) => {
  const before = it.start()
  before.identify('u1', { plan: 'pro' })
  const { anonymousId } = await it.arrives('identify')
  const tidemark = it.start({ consent: 'pending' })
  tidemark.identify(userId)
  tidemark.setConsent('granted')
  tidemark.track('Two')
  tidemark.flush()
  const two = await it.arrives('Two')
  expect([two.userId, two.anonymousId === anonymousId]).toEqual([userId, userId === 'u1'])
})

test('what happened before the choice keeps its time and page', async () => {
  const tidemark = it.start({ consent: 'pending' })
  history.pushState(null, '', '/pricing')
  const at = Date.now()
  tidemark.page()
  history.pushState(null, '', '/app')
  await vi.waitUntil(() => Date.now() > at + 100)
  tidemark.setConsent('granted')
  tidemark.page()
  tidemark.flush()
  await it.arrives('page')
  const [before, after] = it.events()
  expect(before?.properties).toMatchObject({ path: '/pricing' })
  expect(before?.context?.['page']).toMatchObject({ path: '/pricing' })
  expect(after?.properties).toMatchObject({ path: '/app' })
  expect(Number(before?.timestamp)).toBeLessThan(at + 100)
})

test('gates and limits met before the choice count after it, and are not answered twice', async () => {
  const tidemark = it.start({ consent: 'pending' })
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  tidemark.gate('sso')
  tidemark.limit('records', { used: 1, max: 10 })
  tidemark.setConsent('granted')
  const asked = it.calls.map(([name]) => name).filter((name) => name === 'gate' || name === 'limit')
  const [, missed] = it.calls.findLast(([name]) => name === 'catchUp') as [string, unknown[][]]
  expect(asked).toEqual(['gate', 'limit'])
  expect(missed.map(([name, args]) => [name, args])).toEqual([
    ['gate', ['sso']],
    ['limit', ['records', { used: 1, max: 10 }]],
    ['setConsent', ['granted']],
  ])
})

test('what Tidemark notices by itself before the choice does not count', async () => {
  const tidemark = it.start({ consent: 'pending' })
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  const [host] = it.hosts
  expect([host?.recording(), host?.capture('Session Started', {})]).toEqual([false, undefined])
  host?.storage.set('session', 1)
  tidemark.setConsent('granted')
  expect([host?.recording(), host?.storage.get('session')]).toEqual([true, null])
  tidemark.track('One')
  tidemark.flush()
  await it.arrives('One')
  expect(it.events().map(({ event }) => event)).toEqual(['One'])
})

test('what an earlier visit knows of prompts outlives the question', async () => {
  localStorage.setItem(`tidemark.${it.key}.prompts`, '{"a":{"mutedAt":1}}')
  const tidemark = it.start({ consent: 'pending' })
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  const [host] = it.hosts
  host?.storage.set('prompts', {})
  expect(host?.storage.get('prompts')).toEqual({})
  tidemark.setConsent('granted')
  expect(host?.storage.get('prompts')).toEqual({ a: { mutedAt: 1 } })
})

test('a no discards what was held', async () => {
  const tidemark = it.start({ consent: 'pending' })
  tidemark.track('One')
  tidemark.setConsent('denied')
  tidemark.setConsent('granted')
  tidemark.track('Two')
  tidemark.flush()
  await it.arrives('Two')
  expect(it.events().map(({ event }) => event)).toEqual(['Two'])
})

test.each(['denied', 'granted'] as const)('%s: what is open is looked at again', async (consent) => {
  const tidemark = it.start({ consent: 'pending' })
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  it.calls.length = 0
  tidemark.setConsent(consent)
  expect(it.calls).toContainEqual(['recheck'])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stand } from './stand.ts'

let it: ReturnType<typeof stand>
beforeEach(() => {
  it = stand()
})
afterEach(() => {
  it.end()
  Reflect.deleteProperty(navigator, 'globalPrivacyControl')
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

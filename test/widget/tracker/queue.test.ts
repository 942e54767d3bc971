import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Tidemark } from '../../../widget/api.ts'
import { stand } from './stand.ts'

let it: ReturnType<typeof stand>
let tidemark: Tidemark
beforeEach(() => {
  it = stand()
  tidemark = it.start()
})
afterEach(() => it.end())

const track = (...names: string[]) => {
  for (const name of names) tidemark.track(name)
  tidemark.flush()
}
const names = () => it.events().map(({ event }) => event)
const ids = () => it.events().map(({ messageId }) => messageId)

test('events are stored before they are sent, and gone when they were', async () => {
  it.end()
  it = stand()
  // The clock stops when events are due on the disk: none is due at the server, however slow the disk is.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  tidemark = it.start()
  tidemark.track('One')
  vi.advanceTimersByTime(300)
  while ((await it.kept())?.length !== 1);
  expect(it.posted).toEqual([])
  vi.useRealTimers()
  tidemark.flush()
  await it.arrives('One')
  await vi.waitFor(async () => expect(await it.kept()).toEqual([]))
})

test('a poisoned request is halved until the bad event is alone; the loss is reported', async () => {
  const drops: unknown[] = []
  tidemark.on('drop', (drop) => drops.push(drop))
  it.server.answer = ({ batch }) => ({ status: batch.some(({ event }) => event === 'Bad') ? 400 : 200 })
  track('One', 'Two', 'Bad', 'Three', 'Four')
  await it.arrives('Four')
  expect(names().sort()).toEqual(['Four', 'One', 'Three', 'Two'])
  expect(drops).toEqual([{ events: 1, reason: 'refused' }])
  track('Five')
  await it.arrives('Five')
  expect(it.posted.map(({ context }) => context.tidemark.dropped ?? 0).reduce((a, b) => a + b)).toBe(1)
})

test.each([401, 403, 408, 429, 500, 503])('a %i is tried again', async (status) => {
  let failures = 1
  it.server.answer = () => ({ status: failures-- > 0 ? status : 200 })
  track('One')
  await it.arrives('One')
  expect(ids()).toHaveLength(1)
})

test('what answers in place of the server, a service worker say, has not taken the events', async () => {
  it.server.reply = '<h1>You are offline</h1>'
  track('One')
  await vi.waitUntil(() => it.posted.length === 2, { timeout: 5000 })
  it.server.reply = '{"success":true}'
  await vi.waitFor(async () => expect(await it.kept()).toEqual([]), { timeout: 5000 })
  expect(new Set(ids()).size).toBe(1)
})

test('a page that wraps requestIdleCallback and forgets to answer starts nothing twice', async () => {
  it.end()
  it = stand()
  const { requestIdleCallback } = globalThis
  vi.stubGlobal('requestIdleCallback', (...args: Parameters<typeof requestIdleCallback>) => {
    requestIdleCallback(...args)
  })
  it.start()
  // What was asked for before has had its turn; a page that is never idle has its turns, too.
  await new Promise((done) => requestIdleCallback(done, { timeout: 1000 }))
  await new Promise((done) => setTimeout(done))
  await vi.waitUntil(() => it.hosts.length, { timeout: 5000 })
  await new Promise((done) => setTimeout(done))
  expect(it.hosts).toHaveLength(1)
})

test('Retry-After is honoured, also by the next page', async () => {
  const requests: number[] = []
  it.server.answer = () => {
    requests.push(Date.now())
    return requests.length === 1 ? { status: 503, headers: { 'Retry-After': '2' } } : { status: 200 }
  }
  track('One')
  await vi.waitFor(() => expect(requests).toHaveLength(1))
  const next = it.start()
  next.track('Two')
  next.flush()
  await it.arrives('Two')
  expect((requests[1] ?? 0) - (requests[0] ?? 0)).toBeGreaterThanOrEqual(1900)
})

test('properties that cannot be written as JSON are left out; the event counts, and harms no other', async () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  tidemark.track('Circular', circular as never)
  tidemark.track('Big', { n: 1n } as never)
  tidemark.track('Hostile', {
    toJSON: () => {
      throw new Error('no')
    },
  } as never)
  tidemark.track('Huge', { text: 'x'.repeat(40_000) })
  track('One')
  await it.arrives('One')
  expect(it.events().map(({ event, properties }) => [event, properties])).toEqual(
    ['Circular', 'Big', 'Hostile', 'One'].map((event) => [event, {}]),
  )
})

test('foreign and corrupt data on the disk is survived', async () => {
  const prefix = `tidemark.${it.key}.`
  localStorage.setItem(`${prefix}identity`, '{"anonymousId":')
  localStorage.setItem(`${prefix}spill.x`, 'nonsense')
  localStorage.setItem(`${prefix}spill.y`, JSON.stringify({ until: 'later', events: [7, '{'] }))
  localStorage.setItem(`${prefix}wait`, '9e99')
  tidemark = it.start()
  it.server.answer = ({ batch }) => ({
    status: batch.every((event) => typeof event === 'object') ? 200 : 400,
  })
  track('One')
  await it.arrives('One')
})

test('what a closed page has spilled is sent by the next, after its lease', async () => {
  const event = JSON.stringify({ type: 'track', event: 'Spilled', messageId: 'm1', anonymousId: 'a' })
  const spill = (until: number, name: string) =>
    localStorage.setItem(
      `tidemark.${it.key}.spill.${name}`,
      JSON.stringify({ until, events: [event.replace('Spilled', name)] }),
    )
  const until = Date.now() + 1500
  spill(0, 'Free')
  spill(until, 'Leased')
  spill(Date.now() + 86_400_000, 'Leased before the clock jumped')
  track('One')
  await it.arrives('Leased before the clock jumped')
  await it.arrives('Free')
  await it.arrives('Leased')
  const sent = it.posted.find(({ batch }) => batch.some((one) => one.event === 'Leased'))
  expect(sent?.sentAt).toBeGreaterThanOrEqual(until)
  await vi.waitFor(() => expect(it.stored().filter((name) => name.includes('spill'))).toEqual([]))
})

test('a clock set back while the server was away holds up nothing after', async () => {
  it.server.answer = () => ({ status: 503 })
  track('One')
  await vi.waitUntil(() => it.server.asked, { timeout: 5000 })
  const now = Date.now()
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now - 86_400_000)
  it.server.answer = () => ({ status: 200 })
  await it.arrives('One')
  track('Two')
  await it.arrives('Two')
  clock.mockRestore()
})

test('debug prints what happens, and only then', async () => {
  const print = vi.spyOn(console, 'info').mockImplementation(() => {})
  tidemark.track('Quiet', { text: 'x'.repeat(40_000) })
  expect(print).not.toHaveBeenCalled()
  tidemark.debug()
  tidemark.track('Loud', { text: 'x'.repeat(40_000) })
  expect(print).toHaveBeenLastCalledWith('[tidemark]', 'drop', { events: 1, reason: 'too much' })
  tidemark.debug(false)
  print.mockClear()
  track('Quiet again')
  await it.arrives('Quiet again')
  expect(print).not.toHaveBeenCalled()
  print.mockRestore()
})

test('whoever begins to debug is answered at once, not only with the next call', async () => {
  const advised = () => it.calls.filter(([name]) => name === 'advise')
  tidemark.debug()
  await vi.waitFor(() => expect(advised()).toEqual([['advise', 'debug', []]]), { timeout: 4000 })
  tidemark.debug(false)
  expect(advised()).toHaveLength(1)
})

test.each([undefined, null, ''])('an event named %j is none', async (name) => {
  const print = vi.spyOn(console, 'info').mockImplementation(() => {})
  tidemark.debug()
  tidemark.track(name as unknown as string)
  expect(print).not.toHaveBeenCalledWith('[tidemark]', name, {})
  print.mockRestore()
  track('One')
  await it.arrives('One')
  expect(names()).toEqual(['One'])
})

test('a listener that throws changes nothing', async () => {
  tidemark.on('drop', () => {
    throw new Error('ours')
  })
  tidemark.track('Huge', { text: 'x'.repeat(40_000) })
  track('One')
  await it.arrives('One')
})

test('signals that moments.js could not hear before the page closed reach the next page, but not as its own', async () => {
  it.end()
  it = stand()
  const signals = () => it.calls.filter(([name]) => name === 'catchUp').flatMap(([, missed]) => missed)
  tidemark = it.start()
  tidemark.gate('sso')
  tidemark.limit('records', { used: 1, max: 2 })
  await vi.waitUntil(() => {
    dispatchEvent(new PageTransitionEvent('pagehide'))
    return it.stored().some((name) => name.endsWith('missed'))
  })
  it.start()
  await vi.waitUntil(() => signals().length > 0, { timeout: 3000 })
  expect(signals()).toContainEqual(['gate', ['sso']])
  expect(signals()).toContainEqual(['limit', ['records', { used: 1, max: 2 }]])
  await vi.waitUntil(() => !it.stored().some((name) => name.endsWith('missed')))
})

test('a thousand events at once leave room for a signal, until moments.js is here', async () => {
  for (let n = 0; n < 1000; n++) tidemark.track('Clicked')
  tidemark.gate('sso')
  await vi.waitUntil(() => it.calls.some(([name]) => name === 'gate'), { timeout: 3000 })
})

test('signals wait for moments.js, and run in their order', async () => {
  expect(tidemark.gate('sso')).toEqual({ status: 'unknown' })
  tidemark.limit('records', { used: 1, max: 2 })
  await vi.waitUntil(() => it.calls.length >= 3, { timeout: 3000 })
  expect(it.calls.map(([name]) => name).filter((name) => name !== 'catchUp')).toEqual(['gate', 'limit'])
})

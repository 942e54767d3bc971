import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Tidemark } from '../../../widget/api.ts'
import { stand } from './stand.ts'

let it: ReturnType<typeof stand>
let tidemark: Tidemark
beforeEach(() => {
  it = stand()
  tidemark = it.start()
})
afterEach(() => it.end())

const jwt = (expiresAt: number, name = 'a') => `${name}.${btoa(JSON.stringify({ exp: expiresAt / 1000 }))}.s`
const tokens = () => it.posted.map(({ context }) => context.tidemark.token)

test('a visitor keeps one anonymous id, also on the next page', async () => {
  tidemark.track('One')
  tidemark.flush()
  const one = await it.arrives('One')
  const next = it.start()
  next.track('Two')
  next.flush()
  const two = await it.arrives('Two')
  expect(one.anonymousId).toBeTruthy()
  expect(two.anonymousId).toBe(one.anonymousId)
  expect(one.userId).toBeUndefined()
})

test('identify and group stick to everything that follows', async () => {
  tidemark.identify(7, { role: 'admin' })
  tidemark.group('acme', { plan: 'free' })
  tidemark.track('One')
  tidemark.flush()
  expect(await it.arrives('identify')).toMatchObject({ userId: '7', traits: { role: 'admin' } })
  expect(await it.arrives('group')).toMatchObject({ groupId: 'acme', traits: { plan: 'free' } })
  expect(await it.arrives('One')).toMatchObject({ userId: '7', context: { groupId: 'acme' } })
})

test('an alias tells who the visitor was all along', async () => {
  tidemark.alias('u1')
  tidemark.alias('u1', 'u0')
  await vi.waitUntil(() => it.events().length === 2, { timeout: 3000 })
  const [first, second] = it.events()
  expect(first).toMatchObject({ type: 'alias', userId: 'u1', previousId: first?.anonymousId })
  expect(second).toMatchObject({ type: 'alias', userId: 'u1', previousId: 'u0' })
})

test('signals raised before it is known who this is wait for it, and are theirs', async () => {
  tidemark.gate('sso')
  tidemark.identify('u1')
  await vi.waitUntil(() => it.calls.some(([name]) => name === 'gate'), { timeout: 3000 })
  expect(it.calls.map(([name]) => name)).toEqual(expect.arrayContaining(['gate', 'recheck']))
})

test('signals of somebody who has left are not raised for who comes next', async () => {
  tidemark.identify('u1')
  tidemark.gate('sso')
  tidemark.reset()
  await vi.waitUntil(() => it.calls.some(([name]) => name === 'reset'), { timeout: 3000 })
  expect(it.calls.filter(([name]) => name === 'gate')).toEqual([])
})

test('ids that apps pass before they know better are none', async () => {
  tidemark.identify(null as unknown as string)
  tidemark.identify({ id: 'u1' } as unknown as string)
  tidemark.group('')
  tidemark.track('One')
  tidemark.flush()
  const event = await it.arrives('One')
  expect(event.userId).toBeUndefined()
  expect(it.events().some(({ type }) => type === 'group')).toBe(false)
})

test('traits that cannot be written as JSON keep nobody from being known, on the next page too', async () => {
  const model: Record<string, unknown> = { name: 'Mara' }
  model['self'] = model
  tidemark.identify('u1', model as never)
  expect(await it.arrives('identify')).toMatchObject({ userId: 'u1', traits: {} })
  const next = it.start()
  next.track('One')
  next.flush()
  expect(await it.arrives('One')).toMatchObject({ userId: 'u1' })
})

test('logging out makes somebody new, of whom nothing is known', async () => {
  tidemark.identify('u1', { plan: 'pro' }, { token: 'of-u1' })
  tidemark.group('acme')
  await it.arrives('identify')
  tidemark.reset()
  tidemark.track('One')
  tidemark.flush()
  const event = await it.arrives('One')
  expect(event).not.toHaveProperty('userId')
  expect(event.context).not.toHaveProperty('groupId')
  expect(event.anonymousId).not.toBe((await it.arrives('identify')).anonymousId)
  expect(tokens().at(-1)).toBeUndefined()
})

test('another user than before starts anew', async () => {
  tidemark.identify('u1')
  const first = await it.arrives('identify')
  tidemark.identify('u2')
  tidemark.track('One')
  tidemark.flush()
  const event = await it.arrives('One')
  expect(event.userId).toBe('u2')
  expect(event.anonymousId).not.toBe(first.anonymousId)
})

test('properties are frozen when the event is tracked', async () => {
  const properties = { n: 1 }
  tidemark.track('One', properties)
  properties.n = 2
  tidemark.flush()
  expect((await it.arrives('One')).properties).toEqual({ n: 1 })
})

test('addresses lose their query strings, and hash routes stay', async () => {
  const before = location.href
  history.replaceState({}, '', '?token=secret&utm_source=news#/pricing?code=1')
  const keeping = it.start({ keepQuery: ['utm_source'] })
  keeping.page('Prices')
  keeping.flush()
  const { context, properties } = await it.arrives('page')
  history.replaceState({}, '', before)
  expect(context?.['page']).toMatchObject({
    path: `${location.pathname}#/pricing`,
    url: `${location.origin}${location.pathname}?utm_source=news#/pricing`,
  })
  expect(properties?.['path']).toBe(`${location.pathname}#/pricing`)
})

test('a token is attached when sending, once a request', async () => {
  tidemark.identify('u1', {}, { token: 'signed' })
  await it.arrives('identify')
  expect(tokens()).toEqual(['signed'])
  expect(JSON.stringify(it.events())).not.toContain('signed')
})

test('a token is renewed before it expires, and not asked for before that', async () => {
  const getToken = vi.fn(async () => jwt(Date.now() + 3_600_000, `t${getToken.mock.calls.length}`))
  getToken.mockResolvedValueOnce(jwt(Date.now() + 10_000, 'short'))
  tidemark.identify('u1', {}, { getToken })
  await it.arrives('identify')
  for (const name of ['One', 'Two']) {
    tidemark.track(name)
    tidemark.flush()
    await it.arrives(name)
  }
  expect(getToken).toHaveBeenCalledTimes(2)
  expect(tokens().map((token) => token?.split('.')[0])).toEqual(['short', 't2', 't2'])
})

test.each([
  ['fails', () => Promise.reject(new Error('no session'))],
  [
    'throws',
    () => {
      throw new Error('no session')
    },
  ],
  ['never comes', () => new Promise<string>(() => {})],
  ['is nothing', () => undefined],
  ['is no text', () => ({ token: 'signed' })],
  ['is a number that JSON cannot hold', () => 1n],
])('when the token %s the event still arrives', async (_, getToken) => {
  tidemark.identify('u1', {}, { getToken: getToken as () => undefined })
  await it.arrives('identify')
  expect(tokens()).toEqual([undefined])
})

test('a page that says that the session is over, in place of a token, leaves room for the events', async () => {
  tidemark.identify('u1', {}, { getToken: () => '<html>'.padEnd(100_000) })
  await it.arrives('identify')
  expect(tokens().map((token) => Number(token?.length) < 10_000)).toEqual([true])
})

const replies = () => it.calls.filter(([name]) => name === 'onReply').map(([, ...said]) => said)

test('what the server answers reaches the decision, with whom it was about', async () => {
  it.server.reply = '{"success":true,"prompts":["for-admins"],"state":{},"contact":null}'
  it.server.answer = () => {
    tidemark.identify('u2')
    return { status: 200 }
  }
  tidemark.identify('u1', {}, { token: 'signed' })
  await vi.waitUntil(() => replies().length, { timeout: 3000 })
  expect(replies()[0]).toEqual([JSON.parse(it.server.reply), 'u1'])
})

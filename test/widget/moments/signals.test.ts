import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MINUTE } from '../../../server/wire/limits.ts'
import { prompt, stand } from './stand.ts'

let it: ReturnType<typeof stand>
const start = (...given: Parameters<typeof stand>) => {
  it = stand(...given)
}
beforeEach(() => start())
afterEach(() => {
  vi.restoreAllMocks()
  it.end()
})

/** As an app's router does: the address changes, and nothing is loaded. */
const go = (route: string) => {
  it.world.route = route
  history.pushState({}, '', `${location.pathname}?${Math.random()}`)
}
const visits = () => it.only('Pricing Viewed').length

test('a feature is attempted at most once a minute', () => {
  it.moments.gate('sso')
  it.moments.gate('sso')
  it.moments.gate('reports')
  it.world.now += MINUTE
  it.moments.gate('sso')
  expect(it.only('Premium Feature Attempted').map(({ feature }) => feature)).toEqual([
    'sso',
    'reports',
    'sso',
  ])
})

test.each([undefined, null, '', 7, {}])(
  'without the name of a feature (%j) nothing was attempted',
  (nothing) => {
    it.end()
    start({ prompts: [prompt({ trigger: { kind: 'gate', feature: '*' } })] })
    expect(it.moments.gate(nothing as never)).toEqual({ status: 'open' })
    it.moments.catchUp([['gate', [nothing as never, undefined as never]]])
    expect(it.names()).toEqual([])
  },
)

test('who has signed out on a page that closed too soon leaves nothing to the next person', () => {
  it.storage.set('prompts', { seen: [] })
  it.storage.set('limits', {})
  it.moments.catchUp([['reset', [] as never]])
  expect([it.storage.get('prompts'), it.storage.get('limits')]).toEqual([null, null])
})

test('signals of a page that closed too soon count, and show nothing', () => {
  it.end()
  start({
    prompts: [
      prompt({ trigger: { kind: 'gate', feature: 'sso' } }),
      prompt({ id: 'full', trigger: { kind: 'limit', limit: 'records', at: 0.8 } }),
    ],
  })
  it.moments.catchUp([
    ['gate', ['sso', undefined as never]],
    ['limit', ['records', { used: 8, max: 10 }]],
    ['observe', ['Clicked', undefined as never]],
  ])
  expect(it.names()).toEqual(['Premium Feature Attempted', 'Limit Approached'])
})

test('a gate that no prompt guards is open', () => {
  expect(it.moments.gate('sso')).toEqual({ status: 'open' })
})

test('a pricing visit counts once it lasted, and once a visit', async () => {
  go('/pricing')
  go('/pricing')
  await vi.waitFor(() =>
    expect(it.only('Pricing Viewed')).toEqual([{ event: 'Pricing Viewed', path: '/pricing', dwellMs: 20 }]),
  )
  go('/app')
  go('/pricing/teams')
  await vi.waitFor(() => expect(visits()).toBe(2))
})

test('a visit that ends before its time is none', async () => {
  go('/pricing')
  go('/app')
  go('/pricing?')
  await vi.waitFor(() => expect(visits()).toBe(1))
})

test('a clock that jumps makes no visit of a glance', async () => {
  it.end()
  start({ pricing: { paths: ['/pricing*'], dwellAfter: MINUTE } })
  go('/pricing')
  it.world.now += 60 * MINUTE
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((done) => setTimeout(done, 10))
  expect(visits()).toBe(0)
})

/** A device with a touch screen, or without, and the start of a page on it. */
const on = (touchPoints: number) => {
  it.end()
  vi.spyOn(navigator, 'maxTouchPoints', 'get').mockReturnValue(touchPoints)
  it = stand()
}

test.each([
  [0, 'mousedown'],
  [5, 'pointerdown'],
])('a session starts once in half an hour of silence (%i touch points)', (touchPoints, sign) => {
  on(touchPoints)
  const live = () => document.dispatchEvent(new Event(sign))
  live()
  it.world.now += 20 * MINUTE
  live()
  it.world.now += 20 * MINUTE
  live()
  expect(it.only('Session Started')).toHaveLength(1)
  it.world.now += 30 * MINUTE
  live()
  expect(it.only('Session Started')).toHaveLength(2)
})

test('a session that is not recorded leaves nothing that could be sent', () => {
  it.end()
  it = stand({}, { capture: () => {} })
  expect(it.storage.get('session')).toBe(it.world.now)
  expect(it.storage.names('spill.')).toEqual([])
})

test('a clock that is set back starts no session', () => {
  it.world.now -= 24 * 60 * MINUTE
  document.dispatchEvent(new Event('mousedown'))
  expect(it.only('Session Started')).toHaveLength(1)
})

test('what the server says of a verified person is kept while it is about whoever is here', () => {
  const reply = { success: true, prompts: ['for-admins'], state: {}, contact: null }
  it.moments.onReply({ success: true }, 'u1')
  it.moments.onReply(502, 'u1')
  it.moments.onReply(null, 'u1')
  it.moments.onReply(reply, 'somebody who left')
  expect(it.storage.get('reply')).toBeNull()
  it.moments.onReply(reply, 'u1')
  expect(it.storage.get('reply')).toMatchObject({ prompts: ['for-admins'], userId: 'u1' })
})

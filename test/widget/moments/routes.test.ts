import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGuard, createListen } from '../../../widget/guard.ts'
import { onRoute } from '../../../widget/routes.ts'

const pushState = history.pushState.bind(history)
const start = location.href
let undo: (() => void)[]
beforeEach(() => {
  undo = []
})
afterEach(() => {
  for (const each of undo) each()
  for (const name of ['pushState', 'replaceState']) Reflect.deleteProperty(history, name)
  history.replaceState(null, '', start)
  Reflect.deleteProperty(globalThis, 'navigation')
})

/** The routes that were noticed. `navigation`: as this browser has it, or as one without the Navigation API. */
const follow = (navigation: 'here' | 'missing') => {
  if (navigation === 'missing')
    Object.defineProperty(globalThis, 'navigation', { value: undefined, configurable: true })
  const listen = createListen(createGuard(() => {}))
  const seen: string[] = []
  onRoute(
    (...args) => {
      undo.push(listen(...args))
      return () => {}
    },
    () => location.pathname + location.hash,
    (route) => seen.push(route),
  )
  seen.shift()
  return seen
}

test.each(['here', 'missing'] as const)(
  'with the Navigation API %s each new route is noticed once',
  async (navigation) => {
    const seen = follow(navigation)
    history.pushState(null, '', '/one')
    history.replaceState(null, '', '/two')
    history.replaceState({ same: true }, '', '/two')
    expect(seen).toEqual(['/one', '/two'])
    location.hash = '#/three'
    await vi.waitUntil(() => seen.length === 3, { timeout: 5000 })
    history.back()
    await vi.waitUntil(() => seen.length === 4, { timeout: 5000 })
    expect(seen).toEqual(['/one', '/two', '/two#/three', '/two'])
  },
)

test("without it the page's own call comes first, with its own receiver and answer", () => {
  const calls: unknown[][] = []
  history.pushState = function (this: History, ...args: Parameters<History['pushState']>) {
    calls.push([this, ...args])
    pushState(...args)
  }
  const seen = follow('missing')
  history.pushState({ n: 1 }, '', '/own')
  expect(calls).toEqual([[history, { n: 1 }, '', '/own']])
  expect([history.state, seen]).toEqual([{ n: 1 }, ['/own']])
})

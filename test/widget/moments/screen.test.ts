import { afterEach, expect, test, vi } from 'vitest'
import { prompt, stand } from './stand.ts'

const KEY = 'pk_screen'
const EXPORTED = prompt({ id: 'export', format: 'slide-in', trigger: { kind: 'event', event: 'Exported' } })

const undo: (() => void)[] = []
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) each()
  await vi.waitFor(() => expect(overlay()).toBeNull())
})

const overlay = () => document.querySelector('tidemark-overlay')
const start = async () => {
  const it = stand({ prompts: [EXPORTED] }, { key: KEY })
  undo.push(() => it.end())
  // Here what decides and draws is fetched.
  await it.moments.explain()
  return it
}
/** As another tab that shows an overlay. */
const holdElsewhere = () =>
  new Promise<void>((held) => {
    const holding = new Promise<void>((release) => undo.push(release))
    void navigator.locks.request(`tidemark.${KEY}.screen`, () => {
      held()
      return holding
    })
  })
/** Locks that answer when they are told to; says how many were asked for. */
const slowLocks = () => {
  const asked: (() => void)[] = []
  const real = navigator.locks
  const request = (...args: Parameters<LockManager['request']>) =>
    new Promise<void>((resolve) => asked.push(resolve)).then(() => real.request(...args))
  const query = () => real.query()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request, query } })
  undo.push(() => Reflect.deleteProperty(navigator, 'locks'))
  return () => {
    const answered = asked.splice(0)
    for (const answer of answered) answer()
    return answered.length
  }
}

/** Overlays that come into the page from now on, however short they stay. */
const watchDrawn = () => {
  const drawn: Node[] = []
  const observer = new MutationObserver((records) => drawn.push(...records.flatMap((r) => [...r.addedNodes])))
  observer.observe(document.documentElement, { childList: true })
  undo.push(() => observer.disconnect())
  return drawn
}
const hidePage = () => {
  let isHidden = true
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden })
  undo.push(() => Reflect.deleteProperty(document, 'hidden'))
  return () => {
    isHidden = false
    document.dispatchEvent(new Event('visibilitychange'))
  }
}

test('nothing that nobody asked for is drawn before the screen of all tabs is ours', async () => {
  const answer = slowLocks()
  const it = await start()
  const drawn = watchDrawn()
  it.moments.observe('Exported', {})
  await vi.waitFor(() => expect(answer()).toBe(1))
  expect(drawn).toEqual([])
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
})

test('what another tab holds is not drawn on, not even for a moment', async () => {
  await holdElsewhere()
  const it = await start()
  const drawn = watchDrawn()
  it.moments.observe('Exported', {})
  await vi.waitFor(() => expect(it.only('Prompt Suppressed')).toHaveLength(1))
  expect(it.only('Prompt Suppressed')).toMatchObject([
    { promptId: 'export', reason: 'another tab shows one', variant: 'control' },
  ])
  expect(drawn).toEqual([])
})

test('a hidden tab takes no screen: what became due there shows once it is looked at', async () => {
  const look = hidePage()
  const it = await start()
  it.moments.observe('Exported', {})
  const locks = await navigator.locks.query()
  expect(locks.held?.filter(({ name }) => name?.includes(KEY))).toEqual([])
  expect(overlay()).toBeNull()
  look()
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
})

test('what stopped being true while the tab was hidden does not show', async () => {
  const look = hidePage()
  const it = await start()
  it.moments.observe('Exported', {})
  it.moments.mute('export')
  look()
  await vi.waitFor(() => expect(it.names()).toContain('Prompt Dismissed'))
  await it.moments.explain()
  expect(overlay()).toBeNull()
  expect(it.only('Prompt Shown')).toEqual([])
})

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
/** Locks that answer when they are told to. */
const slowLocks = () => {
  const asked: (() => void)[] = []
  const real = navigator.locks
  const request = (...args: Parameters<LockManager['request']>) =>
    new Promise<void>((resolve) => asked.push(resolve)).then(() => real.request(...args))
  const query = () => real.query()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request, query } })
  undo.push(() => Reflect.deleteProperty(navigator, 'locks'))
  return () => asked.splice(0).forEach((answer) => answer())
}

test('a screen that seems free is drawn on while the lock is asked for; shown it is once the lock is ours', async () => {
  const answer = slowLocks()
  const it = await start()
  it.moments.observe('Exported', {})
  await vi.waitFor(() => expect(overlay()).not.toBeNull())
  expect(it.only('Prompt Shown')).toEqual([])
  answer()
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
})

test('what another tab turns out to hold is given up, and was not shown', async () => {
  await holdElsewhere()
  const answer = slowLocks()
  const it = await start()
  it.moments.observe('Exported', {})
  await vi.waitFor(() => expect(overlay()).not.toBeNull())
  answer()
  await vi.waitFor(() => expect(overlay()).toBeNull())
  expect(it.only('Prompt Suppressed')).toMatchObject([
    { promptId: 'export', reason: 'another tab shows one', variant: 'control' },
  ])
  expect(it.only('Prompt Shown')).toEqual([])
})

test('what another tab is known to hold is not drawn on', async () => {
  await holdElsewhere()
  const answer = slowLocks()
  const it = await start()
  it.storage.set('screen', 1)
  const drawn: Node[] = []
  const observer = new MutationObserver((records) => drawn.push(...records.flatMap((r) => [...r.addedNodes])))
  observer.observe(document.documentElement, { childList: true })
  undo.push(() => observer.disconnect())
  it.moments.observe('Exported', {})
  await vi.waitFor(() => {
    answer()
    expect(it.only('Prompt Suppressed')).toHaveLength(1)
  })
  expect(drawn).toEqual([])
})

test('the note of a tab that died does not outlive the next overlay', async () => {
  const it = await start()
  it.storage.set('screen', 1)
  it.moments.observe('Exported', {})
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
  it.moments.mute('export')
  await vi.waitFor(() => expect(it.storage.get('screen')).toBeUndefined())
})

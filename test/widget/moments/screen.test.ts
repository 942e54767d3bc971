import { afterEach, expect, test, vi } from 'vitest'
import { createScreen } from '../../../widget/screen.ts'
import './fetched.ts'
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
/** No locks, as on a plain-http host. */
const withoutLocks = () => {
  Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined })
  undo.push(() => Reflect.deleteProperty(navigator, 'locks'))
}
/** Tabs in processes of their own: what one writes the others read a little later, the last word of all alike. */
const tabsOfOneDisk = (count: number) => {
  const disk: [name: string, value: unknown][] = []
  const caches = Array.from({ length: count }, () => new Map<string, unknown>())
  return caches.map((cache) => {
    const changes = new EventTarget()
    return createScreen({
      key: KEY,
      now: Date.now,
      listen: (_, name, heard) => {
        changes.addEventListener(name, heard)
        return () => changes.removeEventListener(name, heard)
      },
      storage: {
        ...stand().storage,
        get: (name) => cache.get(name),
        set(name, value) {
          cache.set(name, value)
          disk.push([name, value])
          const last = disk.length
          setTimeout(() => {
            if (last < disk.length) return
            for (const each of caches) each.set(name, value)
            changes.dispatchEvent(new Event('storage'))
          }, 20)
        },
      },
    })
  })
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

test('without locks, of tabs that ask in the same moment one gets the screen, and nobody while it has it', async () => {
  withoutLocks()
  const tabs = tabsOfOneDisk(3)
  const ask = () => Promise.all(tabs.map((tab) => tab.take(false, () => {})))
  const got = (await ask()).filter((giveBack) => giveBack !== null)
  expect(got).toHaveLength(1)
  expect(await ask()).toEqual([null, null, null])
  got[0]?.()
  await vi.waitFor(async () => expect(await tabs[0]?.isTaken()).toBe(false))
  expect((await ask()).filter((giveBack) => giveBack !== null)).toHaveLength(1)
})

import { afterEach, expect, test, vi } from 'vitest'
import { prompt, stand } from './stand.ts'

const KEY = 'pk_rush'
const gated = (id: string) => prompt({ id, trigger: { kind: 'gate', feature: id } })
const EXPORTED = prompt({ id: 'export', format: 'slide-in', trigger: { kind: 'event', event: 'Exported' } })
const PROMPTS = [gated('sso'), gated('audit'), EXPORTED]

let it: ReturnType<typeof stand>
const start = () => {
  it = stand({ prompts: PROMPTS }, { key: KEY })
}
afterEach(async () => {
  it.end()
  await vi.waitFor(() => expect(overlays()).toEqual([]))
  await vi.waitFor(async () => expect(await held()).toBe(0), { timeout: 5000 })
})

const overlays = () => [...document.querySelectorAll('tidemark-overlay')]
const title = () => overlays()[0]?.shadowRoot?.querySelector('h2')?.textContent
const shown = () => it.only('Prompt Shown').map(({ promptId }) => promptId)
const held = async () => {
  const locks = await navigator.locks.query()
  return locks.held?.filter(({ name }) => name?.includes(KEY)).length
}
const settle = async () => {
  await it.moments.explain()
  await vi.waitFor(() => expect(shown()).not.toEqual([]), { timeout: 5000 })
}

test('twenty clicks on a gate, before anything is fetched, show its prompt once', async () => {
  start()
  for (let n = 0; n < 20; n++) it.moments.gate('sso')
  await settle()
  expect(shown()).toEqual(['sso'])
  expect(overlays()).toHaveLength(1)
})

test('beside a modal that was asked for nothing else can be', async () => {
  start()
  it.moments.gate('sso')
  it.moments.gate('audit')
  await settle()
  expect(shown()).toEqual(['sso'])
  expect(it.only('Prompt Suppressed')).toMatchObject([{ promptId: 'audit', reason: 'sso is open' }])
})

test('a click on another locked feature takes the place of a slide-in, a figure does not', async () => {
  start()
  const full = prompt({ id: 'full', trigger: { kind: 'blocked', limit: 'records' } })
  const prompts = [...PROMPTS.map((each) => ({ ...each, format: 'slide-in' as const })), full]
  it.moments.configure({ ...it.config, prompts })
  it.moments.gate('sso')
  await settle()
  it.moments.limit('records', { used: 101, max: 100 })
  expect(it.only('Prompt Suppressed')).toMatchObject([{ promptId: 'full', reason: 'sso is open' }])
  it.moments.gate('audit')
  await vi.waitFor(() => expect(shown()).toEqual(['sso', 'audit']), { timeout: 5000 })
  await vi.waitFor(() => expect(overlays()).toHaveLength(1))
})

test('what was asked for while the lock of another is on its way shows alone', async () => {
  start()
  await it.moments.explain()
  it.moments.observe('Exported', {})
  it.moments.gate('sso')
  await settle()
  expect(shown()).toEqual(['sso'])
  expect(overlays()).toHaveLength(1)
})

test('what is muted before it is drawn is never drawn', async () => {
  start()
  it.moments.gate('sso')
  it.moments.mute('sso')
  it.moments.gate('audit')
  await settle()
  expect(shown()).toEqual(['audit'])
})

test('an overlay that the page takes out leaves room for the next one, in every tab', async () => {
  start()
  await it.moments.explain()
  it.moments.observe('Exported', {})
  await settle()
  overlays()[0]?.remove()
  await vi.waitFor(async () => expect(await held()).toBe(0), { timeout: 5000 })
  it.moments.configure({ ...it.config, prompts: [{ ...EXPORTED, id: 'again', title: 'Again' }] })
  it.moments.observe('Exported', {})
  await vi.waitFor(() => expect(title()).toBe('Again'), { timeout: 5000 })
})

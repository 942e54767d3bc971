import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stand } from './stand.ts'

let it: ReturnType<typeof stand>
beforeEach(() => {
  it = stand()
})
afterEach(() => {
  it.end()
  document.body.replaceChildren()
})

/** A button for an export in an element that stands for a locked feature, keeps clicks to itself and has a shadow root. */
const draw = () => {
  const outer = document.createElement('div')
  outer.dataset['tidemarkGate'] = 'reports'
  outer.addEventListener('click', (event) => event.stopPropagation())
  const inner = document.createElement('button')
  inner.dataset['tidemarkTrack'] = 'Export Clicked'
  outer.attachShadow({ mode: 'open' }).append(inner)
  document.body.append(outer)
  return inner
}

test('attributes are calls, through shadow roots and stopped events, also before moments.js is here', async () => {
  const tidemark = it.start()
  draw().click()
  tidemark.flush()
  await it.arrives('Export Clicked')
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  await vi.waitFor(() => expect(it.calls).toContainEqual(['gate', 'reports']))
  expect(it.calls).toContainEqual(['observe', 'Export Clicked', {}])
})

test('what was clicked before the choice counts after it', async () => {
  const tidemark = it.start({ consent: 'pending' })
  draw().click()
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  tidemark.setConsent('granted')
  tidemark.flush()
  await it.arrives('Export Clicked')
  const [, missed] = it.calls.findLast(([name]) => name === 'catchUp') as [string, unknown[][]]
  expect(missed.map(([name, args]) => [name, args])).toContainEqual(['gate', ['reports']])
})

test('a click on anything else is no call', async () => {
  it.start()
  document.body.click()
  await vi.waitUntil(() => it.hosts.length, { timeout: 10_000 })
  await vi.waitUntil(() => it.calls.length, { timeout: 1000 })
  expect(it.calls.filter(([name]) => name !== 'catchUp')).toEqual([])
})

import { afterEach, expect, test, vi } from 'vitest'
import type { News } from '../../../widget/api.ts'
import './fetched.ts'
import { prompt, stand } from './stand.ts'

let it: ReturnType<typeof stand>
afterEach(async () => {
  it.end()
  await vi.waitFor(() => expect(document.querySelector('tidemark-overlay')).toBeNull())
})

const primary = { kind: 'trial', label: 'Start 14-day trial', plan: 'pro' } as const
const calls: News['call'][] = []
const trialShows = async (given: Partial<typeof primary & { url: string }> = {}) => {
  calls.length = 0
  const offer = prompt({
    id: 'sso',
    trigger: { kind: 'gate', feature: 'sso' },
    primary: { ...primary, ...given },
  })
  const unasked = prompt({ id: 'export', format: 'slide-in', trigger: { kind: 'event', event: 'Exported' } })
  it = stand(
    { prompts: [offer, unasked] },
    { tell: (name, news) => name === 'call' && calls.push(news as News['call']) },
  )
  it.moments.gate('sso')
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
}
const button = () =>
  document.querySelector('tidemark-overlay')?.shadowRoot?.querySelector<HTMLElement>('.primary')

test("a trial is the page's to start: it hears which plan, and the prompt is gone", async () => {
  await trialShows()
  button()?.click()
  expect(calls).toMatchObject([{ promptId: 'sso', kind: 'trial', plan: 'pro', feature: 'sso' }])
  expect(it.only('Prompt Clicked')).toMatchObject([{ promptId: 'sso', reason: 'trial' }])
  expect(it.only('Upgrade Started')).toEqual([{ event: 'Upgrade Started', plan: 'pro', promptId: 'sso' }])
  await vi.waitFor(() => expect(button()).toBeUndefined())
})

test('a trial with an address is a link there', async () => {
  await trialShows({ url: '/trial?plan={plan}&by={userId}' })
  expect(button()?.getAttribute('href')).toBe('/trial?plan=pro&by=u1')
})

test('while a trial is being started nobody is interrupted', async () => {
  await trialShows()
  button()?.click()
  it.moments.observe('Exported', {})
  expect(it.only('Prompt Suppressed')).toMatchObject([
    { promptId: 'export', reason: 'a checkout is running' },
  ])
})

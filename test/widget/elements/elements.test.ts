import { run } from 'axe-core'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { HOUR } from '../../../server/wire/limits.ts'
import '../moments/fetched.ts'
import { prompt, stand } from '../moments/stand.ts'
import { hostStyles } from '../prompt/stage.ts'

const SSO = prompt({
  id: 'sso',
  trigger: { kind: 'gate', feature: 'sso' },
  title: 'SSO comes with Pro',
  audience: { plans: ['free'] },
})

let it: ReturnType<typeof stand>
beforeEach(() => {
  it = stand({ prompts: [SSO], brand: { color: '#7a2552' } })
  it.world.who = { ...it.world.who, groupTraits: { plan: 'free' } }
})
afterEach(() => {
  it.end()
  document.body.replaceChildren()
})

const put = (html: string, into: ParentNode = document.body): HTMLElement => {
  const holder = document.createElement('div')
  holder.innerHTML = html
  into.append(holder)
  const [element] = holder.children
  if (!(element instanceof HTMLElement)) throw new Error('nothing was put')
  return element
}
const bar = (meter: Element) => meter.shadowRoot?.querySelector('[role=meter]')
const drawn = (meter: Element) => vi.waitFor(() => expect(bar(meter)).toBeTruthy())
const read = (used: number, max = 100) => it.moments.limit('records', { used, max })

test('a meter says how full its limit is, follows it, and names what a colour means', async () => {
  read(40)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  expect(bar(meter)?.getAttribute('aria-valuetext')).toBe('40 / 100')
  expect([meter.getAttribute('level'), bar(meter)?.getAttribute('aria-label')]).toEqual(['fine', 'records'])
  it.world.now += 8 * HOUR
  read(80)
  expect(meter.getAttribute('level')).toBe('near')
  expect(bar(meter)?.getAttribute('aria-valuetext')).toMatch(
    /^80 \/ 100\. Full by \w+, \w+ \d+ at this pace$/,
  )
  read(130)
  expect(meter.getAttribute('level')).toBe('full')
  expect(bar(meter)?.getAttribute('aria-valuenow')).toBe('100')
  expect(meter.shadowRoot?.textContent).toContain('Limit reached')
})

test('meters and locks call limits and features as copy does', async () => {
  it.end()
  it = stand({
    prompts: [{ ...SSO, trigger: { kind: 'gate', feature: '*' } }],
    labels: { en: { records: 'Contacts' } },
  })
  it.world.who = { ...it.world.who, groupTraits: { plan: 'free' } }
  read(10)
  it.moments.limit('api_calls', { used: 1, max: 2 })
  const [contacts, calls] = ['records', 'api_calls'].map((limit) =>
    put(`<tidemark-meter limit="${limit}"></tidemark-meter>`),
  )
  const lock = put('<tidemark-lock feature="teamRoles">Roles</tidemark-lock>')
  await vi.waitFor(() => expect(lock.shadowRoot?.querySelector('button')?.ariaLabel).toContain('team roles'))
  expect([contacts, calls].map((meter) => meter && bar(meter)?.ariaLabel)).toEqual(['Contacts', 'API calls'])
})

test('after signing out nobody sees how much the last person used', async () => {
  read(50)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  it.moments.reset()
  it.world.who = { anonymousId: 'next', traits: {}, groupTraits: {} }
  await vi.waitFor(() => expect(meter.hidden).toBe(true))
})

test('a meter without figures takes no room, and appears with the first', async () => {
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await vi.waitFor(() => expect(meter.hidden).toBe(true))
  read(10)
  expect(meter.hidden).toBe(false)
  expect(meter.getBoundingClientRect().height).toBeGreaterThan(0)
})

test('a meter is gone with its limit, and when its figures are of a period that is over', async () => {
  read(1)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  for (const reading of [Number.POSITIVE_INFINITY, JSON.parse('null'), -1]) {
    read(100)
    expect(meter.hidden).toBe(false)
    read(100, reading)
    expect(meter.hidden).toBe(true)
  }
  it.moments.limit('records', { used: 100, max: 100, resetsAt: it.world.now + HOUR })
  expect(meter.hidden).toBe(false)
  it.world.now += HOUR
  it.moments.recheck()
  expect(meter.hidden).toBe(true)
})

test('a pace that a new period ends before the limit is reached is none', async () => {
  const reading = (used: number, left: number) =>
    it.moments.limit('records', { used, max: 100, resetsAt: it.world.now + left })
  reading(10, 9 * HOUR)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  it.world.now += 8 * HOUR
  reading(20, HOUR)
  expect(bar(meter)?.getAttribute('aria-valuetext')).toBe('20 / 100')
})

test('figures of another account are not shown', async () => {
  read(40)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  it.world.who = { ...it.world.who, groupId: 'other' }
  it.moments.recheck()
  expect(meter.hidden).toBe(true)
})

test('a tag in a shadow root, or with another limit later, is drawn too', async () => {
  read(40)
  it.moments.limit('seats', { used: 3, max: 4 })
  const holder = document.body.appendChild(document.createElement('div'))
  const meter = put(
    '<tidemark-meter limit="records"></tidemark-meter>',
    holder.attachShadow({ mode: 'open' }),
  )
  await drawn(meter)
  meter.setAttribute('limit', 'seats')
  expect(bar(meter)?.getAttribute('aria-valuetext')).toBe('3 / 4')
})

test('figures are written as the reader does', async () => {
  it.world.who = { ...it.world.who, traits: { locale: 'de' } }
  read(1234.5, 5000)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  expect(bar(meter)?.getAttribute('aria-valuetext')).toBe('1.234,5 / 5.000')
})

test('a lock stands beside what the plan does not include; a press on either is an attempt', async () => {
  const lock = put('<tidemark-lock feature="sso"><span>Single sign-on</span></tidemark-lock>')
  const button = await vi.waitUntil(() => lock.shadowRoot?.querySelector('button'))
  expect(button.getAttribute('aria-label')).toBe('SSO is not in your plan')
  lock.querySelector('span')?.click()
  expect(it.only('Premium Feature Attempted')).toHaveLength(1)
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
})

test('a plan that includes it takes the lock away', async () => {
  const lock = put('<tidemark-lock feature="sso">SSO</tidemark-lock>')
  const button = await vi.waitUntil(() => lock.shadowRoot?.querySelector('button'))
  it.world.who = { ...it.world.who, groupTraits: { plan: 'pro' } }
  it.moments.recheck()
  expect([button.hidden, lock.hasAttribute('locked')]).toEqual([true, false])
  lock.click()
  expect(it.only('Premium Feature Attempted')).toEqual([])
})

test('a slot is filled when it appears, is never capped, and disturbs no overlay', async () => {
  it.end()
  const inSlot = prompt({ id: 'side', format: 'slot', slot: 'side', title: 'Room for everybody' })
  it = stand({
    prompts: [{ ...inSlot, trigger: { kind: 'limit', limit: 'records', at: 0.5 } }, SSO],
    frequency: { spacingAfter: HOUR, unsolicitedPerDay: 0, holdout: 0 },
  })
  it.world.who = { ...it.world.who, groupTraits: { plan: 'free' } }
  read(60)
  const slot = put('<tidemark-slot name="side"></tidemark-slot>')
  await vi.waitFor(() => expect(slot.querySelector('tidemark-overlay')).toBeTruthy())
  it.moments.gate('sso')
  await vi.waitFor(() =>
    expect(it.only('Prompt Shown').map(({ promptId }) => promptId)).toEqual(['side', 'sso']),
  )
  expect(slot.querySelector('tidemark-overlay')).toBeTruthy()
})

test('a slot that the page renders anew is filled again', async () => {
  it.end()
  it = stand({ prompts: [prompt({ id: 'side', format: 'slot', slot: 'side' })] })
  read(100)
  const tag = '<tidemark-slot name="side"></tidemark-slot>'
  const first = put(tag)
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(1))
  const next = document.createElement('main')
  next.innerHTML = tag
  first.replaceWith(next)
  await vi.waitFor(() => expect(next.querySelector('tidemark-overlay')).toBeTruthy())
  await vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(2))
})

test.each(['* { all: unset !important }', 'tidemark-meter { display: flex }'])(
  'a meter without figures takes no room under %s',
  async (css) => {
    hostStyles(css)
    read(40)
    const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
    await drawn(meter)
    read(40, Number.POSITIVE_INFINITY)
    expect(meter.checkVisibility()).toBe(false)
  },
)

test('what it shows has no accessibility violation', async () => {
  read(85)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  const lock = put('<tidemark-lock feature="sso">SSO</tidemark-lock>')
  await drawn(meter)
  await vi.waitUntil(() => lock.shadowRoot?.querySelector('button'))
  for (const element of [meter, lock]) {
    const { violations } = await run(element, { rules: { region: { enabled: false } } })
    expect(violations.map(({ id }) => id)).toEqual([])
  }
})

test('a brand that is no colour leaves the meter that of its text', async () => {
  it.end()
  it = stand({ brand: { color: 'url(x)' } })
  read(40)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  const fill = bar(meter)?.firstElementChild
  expect(fill && getComputedStyle(fill).backgroundColor).not.toBe('rgba(0, 0, 0, 0)')
})

test('a meter follows the language of the page', async () => {
  onTestFinished(() => document.documentElement.removeAttribute('lang'))
  document.documentElement.lang = 'en'
  read(1000, 4000)
  const meter = put('<tidemark-meter limit="records"></tidemark-meter>')
  await drawn(meter)
  expect(bar(meter)?.getAttribute('aria-valuetext')).toBe('1,000 / 4,000')
  document.documentElement.lang = 'de'
  await vi.waitFor(() => expect(bar(meter)?.getAttribute('aria-valuetext')).toBe('1.000 / 4.000'))
})

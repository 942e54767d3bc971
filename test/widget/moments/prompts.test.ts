import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../server/wire/limits.ts'
import type { PublicConfig } from '../../../server/wire/prompt.ts'
import './fetched.ts'
import { FREELY, prompt, root, stand } from './stand.ts'

const FULL = prompt()
const NEAR = prompt({
  id: 'records-near',
  format: 'banner',
  trigger: { kind: 'limit', limit: 'records', at: 0.8 },
})
const SSO = prompt({ id: 'sso', trigger: { kind: 'gate', feature: 'sso' }, title: 'SSO comes with Pro' })
const PRICES = prompt({ id: 'prices', format: 'slide-in', trigger: { kind: 'pricing', visits: 2 } })
const ALL = [NEAR, FULL, SSO, PRICES]

let it: ReturnType<typeof stand>
/** With decide.js here already, as it is once a prompt was near. */
const start = async (...given: Parameters<typeof stand>) => {
  it?.end()
  it = stand(...given)
  await it.moments.explain()
}
const withFrequency = (frequency: Partial<PublicConfig['frequency']>) =>
  start({ prompts: ALL, frequency: { ...FREELY, ...frequency } })
beforeEach(() => start({ prompts: ALL }))
afterEach(async () => {
  it.end()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

const read = (used: number, max = 100) => it.moments.limit('records', { used, max })
const shown = () => it.only('Prompt Shown').map(({ promptId }) => promptId)
const appears = (promptId: string) => vi.waitFor(() => expect(shown().at(-1)).toBe(promptId))
const press = (label: string) => {
  const all = [...(root()?.querySelectorAll<HTMLElement>('button, a') ?? [])]
  const found = all.find((each) => (each.getAttribute('aria-label') ?? each.textContent) === label)
  if (!found) throw new Error(`No "${label}" among ${all.map((each) => each.textContent).join(', ')}`)
  found.click()
}
const visitPrices = () => {
  it.storage.set('pricing', [it.world.now - 2, it.world.now - 1])
  it.world.route = '/pricing'
  history.pushState({}, '', `?${Math.random()}`)
  return vi.waitFor(() => expect(it.only('Pricing Viewed')).toHaveLength(1))
}

test('near the limit a banner shows, at the limit a modal in its place', async () => {
  read(80)
  await appears('records-near')
  read(100)
  await appears('records-full')
  expect(root()?.textContent).toContain('You have used 100 of 100 records')
  expect(document.querySelectorAll('tidemark-overlay')).toHaveLength(1)
})

test.each<[string, () => void]>([
  ['muted', () => it.moments.mute('records-full')],
  ['put off', () => it.moments.snooze('records-full', 7)],
  ['for others', () => void (it.world.who = { ...it.world.who, groupTraits: { plan: 'pro' } })],
])('the banner stays at the limit when the modal is %s, until there is room again', async (_, hold) => {
  await start({ prompts: [NEAR, prompt({ audience: { plans: ['free', 'team'] } })] })
  it.world.who = { ...it.world.who, groupTraits: { plan: 'team' } }
  hold()
  read(80)
  await appears('records-near')
  read(100)
  expect(it.only('Prompt Suppressed')).toMatchObject([{ promptId: 'records-full' }])
  expect((await it.moments.explain('records-near'))[0]?.gates.at(-1)?.reason).toBe('it is open')
  read(50)
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

test('a gate answers at once, and again while its prompt is open', async () => {
  expect(it.moments.gate('sso')).toEqual({ status: 'prompted', promptId: 'sso' })
  await appears('sso')
  expect(it.moments.gate('sso')).toEqual({ status: 'prompted', promptId: 'sso' })
})

test('the second pricing visit shows its prompt', async () => {
  await visitPrices()
  await appears('prices')
})

test('what is closed stays away for a week', async () => {
  it.moments.gate('sso')
  await appears('sso')
  press('Close')
  expect(it.only('Prompt Dismissed')).toHaveLength(1)
  it.world.now += 7 * DAY - MINUTE
  expect(it.moments.gate('sso')).toMatchObject({ status: 'suppressed', promptId: 'sso' })
  it.world.now += MINUTE
  expect(it.moments.gate('sso').status).toBe('prompted')
})

test('what is muted stays away for good', async () => {
  it.moments.mute('sso')
  it.world.now += 1000 * DAY
  expect(it.moments.gate('sso').status).toBe('suppressed')
})

test('a reason is reported once a day and prompt', async () => {
  it.moments.mute('sso')
  it.moments.gate('sso')
  it.moments.gate('sso')
  expect(it.only('Prompt Suppressed')).toHaveLength(1)
  it.world.now += DAY
  it.moments.gate('sso')
  expect(it.only('Prompt Suppressed')).toHaveLength(2)
})

test('a checkout click starts the upgrade and carries the plan', async () => {
  const link = prompt({
    ...SSO,
    primary: { kind: 'checkout', label: 'Upgrade', url: '#pay-{plan}-{accountId}', plan: 'pro' },
  })
  await start({ prompts: [link] })
  it.world.who = { ...it.world.who, groupId: 'a b&c' }
  it.moments.gate('sso')
  await appears('sso')
  expect(root()?.querySelector('a')?.getAttribute('href')).toBe('#pay-pro-a%20b%26c')
  press('Upgrade')
  expect(it.only('Upgrade Started')).toEqual([{ event: 'Upgrade Started', plan: 'pro', promptId: 'sso' }])
})

test.each(['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'java\nscript:alert(1)'])(
  'a prompt that leads to %j is never shown',
  async (url) => {
    await start({ prompts: [prompt({ ...SSO, primary: { kind: 'link', label: 'Go', url } })] })
    it.moments.gate('sso')
    await vi.waitFor(() => expect(it.only('Prompt Suppressed')).toHaveLength(1))
    expect(root()).toBeUndefined()
    expect(it.only('Prompt Shown')).toEqual([])
  },
)

test('a plan outside the audience sees nothing, and an open prompt goes when the plan changes', async () => {
  await start({ prompts: [prompt({ ...SSO, audience: { plans: ['free'] } })] })
  expect(it.moments.gate('sso')).toMatchObject({ status: 'suppressed', reason: 'not for plan (none)' })
  it.world.who = { ...it.world.who, groupTraits: { plan: 'free' } }
  it.moments.gate('sso')
  await appears('sso')
  it.world.who = { ...it.world.who, groupTraits: { plan: 'pro' } }
  it.moments.recheck()
  await vi.waitFor(() => expect(root()).toBeUndefined())
  expect(it.only('Prompt Dismissed')).toEqual([])
})

test('a limit that has room again takes its prompt away', async () => {
  read(100)
  await appears('records-full')
  read(50)
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

test('an unasked prompt waits while another is open, one asked for takes its place', async () => {
  await visitPrices()
  await appears('prices')
  read(80)
  expect(it.only('Prompt Suppressed').at(-1)).toMatchObject({
    promptId: 'records-near',
    reason: 'prices is open',
  })
  expect(it.moments.gate('sso').status).toBe('prompted')
  await appears('sso')
})

test('unasked prompts are spaced and capped, those asked for are not', async () => {
  await withFrequency({ spacingAfter: 30_000, unsolicitedPerDay: 1 })
  read(80)
  await appears('records-near')
  press('Close')
  await visitPrices()
  expect(it.only('Prompt Suppressed').at(-1)).toMatchObject({ reason: 'too soon' })
  it.world.now += MINUTE
  expect(
    (await it.moments.explain('prices'))[0]?.gates.find(({ gate }) => gate === 'frequency'),
  ).toMatchObject({
    passed: false,
    reason: 'enough for today',
  })
  expect(it.moments.gate('sso').status).toBe('prompted')
})

test('a held-out person sees no offer, but every limit', async () => {
  await withFrequency({ holdout: 1 })
  expect(it.moments.gate('sso').status).toBe('suppressed')
  expect(it.only('Prompt Held Out')).toHaveLength(1)
  read(100)
  await appears('records-full')
})

test('no consent', async () => {
  it.world.recording = false
  expect(it.moments.gate('sso').status).toBe('suppressed')
  read(100)
  await appears('records-full')
})

test('the kill switch shows nothing, and closes what is open', async () => {
  it.moments.gate('sso')
  await appears('sso')
  it.moments.configure({ ...it.config, enabled: false })
  await vi.waitFor(() => expect(root()).toBeUndefined())
  expect(it.moments.gate('sso')).toMatchObject({ reason: 'switched off' })
})

test('the goal retires a prompt that was shown, and only that', async () => {
  await start({
    prompts: [prompt({ ...SSO, goal: 'Trial Started' }), prompt({ ...FULL, goal: 'Trial Started' })],
  })
  it.moments.gate('sso')
  await appears('sso')
  it.moments.observe('Trial Started', {})
  it.moments.observe('Trial Started', {})
  expect(it.only('Prompt Converted')).toEqual([
    { event: 'Prompt Converted', promptId: 'sso', variant: 'control' },
  ])
  expect(it.moments.gate('sso')).toMatchObject({ reason: 'converted' })
})

test('a named feature comes before any feature', async () => {
  await start({ prompts: [prompt({ id: 'any', trigger: { kind: 'gate', feature: '*' } }), SSO] })
  expect(it.moments.gate('sso').promptId).toBe('sso')
})

test('explain tells of every gate', async () => {
  const [explanation] = await it.moments.explain('records-full')
  expect(explanation).toMatchObject({ promptId: 'records-full', shows: false })
  expect(explanation?.gates.map(({ gate }) => gate)).toEqual(
    'enabled trigger figures audience route offer place consent state frequency holdout tab'.split(' '),
  )
  read(100)
  expect((await it.moments.explain()).map(({ promptId }) => promptId)).toEqual(ALL.map(({ id }) => id))
})

test('the contact form becomes a request for sales', async () => {
  await start({ prompts: [prompt({ ...SSO, primary: { kind: 'contact', label: 'Talk to sales' } })] })
  it.world.who = { ...it.world.who, traits: { name: 'Mara', email: 'mara@acme.example' } }
  it.moments.gate('sso')
  await appears('sso')
  press('Talk to sales')
  const form = await vi.waitUntil(() => root()?.querySelector('form'))
  const message = form.querySelector('textarea')
  if (message) message.value = 'We need SSO.'
  form.requestSubmit()
  await vi.waitFor(() =>
    expect(it.only('Sales Contact Requested')).toEqual([
      {
        event: 'Sales Contact Requested',
        name: 'Mara',
        email: 'mara@acme.example',
        message: 'We need SSO.',
        promptId: 'sso',
      },
    ]),
  )
})

test('what somebody writes in the contact form stays, whatever else they click', async () => {
  const secondary = { kind: 'contact', label: 'Talk to sales' } as const
  const trigger = { kind: 'gate', feature: 'audit log' } as const
  await start({ prompts: [SSO, prompt({ id: 'audit', format: 'slide-in', trigger, secondary })] })
  it.moments.gate('audit log')
  await appears('audit')
  press('Talk to sales')
  await vi.waitFor(() => expect(root()?.querySelector('textarea')).toBeTruthy())
  const held = { status: 'suppressed', promptId: 'sso', reason: 'audit is open' }
  expect(it.moments.gate('sso')).toEqual(held)
  expect(root()?.querySelector('textarea')).toBeTruthy()
  press('Back')
  expect(it.moments.gate('sso')).toEqual({ status: 'prompted', promptId: 'sso' })
  await appears('sso')
})

/** The server says when a prompt led to its goal, by its own clock. */
const answer = (promptId: string, account: string, at = it.world.now + 1) => {
  const convertedAt = { [account]: at }
  const reply = { prompts: [], state: { prompts: { [promptId]: { convertedAt } } }, contact: null }
  it.moments.onReply(reply, 'u1')
}

test.each([
  ['an hour behind', -HOUR],
  ['an hour ahead', HOUR],
])('a conversion closes its prompt though the clock of the device is %s', async (_, ahead) => {
  it.moments.gate('sso')
  await appears('sso')
  answer('sso', 'acme', it.world.now - ahead)
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

test('one that was long ago closes nothing, nor does one that was known when the prompt opened', async () => {
  it.moments.gate('sso')
  await appears('sso')
  answer('sso', 'acme', it.world.now - 40 * DAY)
  press('Later')
  await vi.waitFor(() => expect(root()).toBeUndefined())
  answer('sso', 'acme', it.world.now - HOUR)
  await it.moments.show('sso')
  await vi.waitFor(() => expect(shown()).toEqual(['sso', 'sso']))
  answer('sso', 'acme', it.world.now - HOUR)
  expect(root()?.textContent).toContain('SSO comes with Pro')
  press('Later')
  expect(it.only('Prompt Snoozed')).toHaveLength(2)
})

test('a conversion that the server made closes the prompt that led to it, and only that', async () => {
  it.moments.gate('sso')
  await appears('sso')
  answer('records-full', 'acme')
  answer('sso', 'another account')
  expect(root()).toBeTruthy()
  answer('sso', 'acme')
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

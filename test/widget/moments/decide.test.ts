import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { showingId } from '../../../server/core/prompt-state.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../server/wire/limits.ts'
import type { Prompt } from '../../../server/wire/prompt.ts'
import './fetched.ts'
import { FREELY, prompt, root, stand } from './stand.ts'

const SSO = prompt({ id: 'sso', trigger: { kind: 'gate', feature: 'sso' } })
const EXPORT = prompt({ id: 'export', format: 'slide-in', trigger: { kind: 'event', event: 'Exported' } })
const DEFAULTS = { spacingAfter: 30 * SECOND, unsolicitedPerDay: 1, holdout: 0 }

let it: ReturnType<typeof stand>
const start = async (...given: Parameters<typeof stand>) => {
  it?.end()
  it = stand(...given)
  await it.moments.explain()
}
beforeEach(() => start({ prompts: [SSO] }))
afterEach(async () => {
  it.end()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

const labels = () => [...(root()?.querySelectorAll('.actions > *') ?? [])].map((each) => each.textContent)
const press = (label: string) => {
  const all = [...(root()?.querySelectorAll<HTMLElement>('button, a') ?? [])]
  const found = all.find((each) => (each.getAttribute('aria-label') ?? each.textContent) === label)
  if (!found) throw new Error(`No "${label}" among ${all.map((each) => each.textContent).join(', ')}`)
  found.click()
}
const shown = () => it.only('Prompt Shown').map(({ promptId }) => promptId)
/** Resolves when so many showings were reported. */
const shows = (count: number) => vi.waitFor(() => expect(shown()).toHaveLength(count))
const reasonOf = async (promptId: string, gate?: string) => {
  const [explanation] = await it.moments.explain(promptId)
  const failed = explanation?.gates.find((each) => (gate ? each.gate === gate : !each.passed))
  return failed?.reason
}
const who = (given: Partial<typeof it.world.who>) => {
  it.world.who = { ...it.world.who, ...given }
}
const happen = (event: string, properties = {}) => it.moments.observe(event, properties)
const hear = (reply: object) => it.moments.onReply(reply, it.world.who.userId)
const gate = () => it.moments.gate('sso')
const leave = async (label: string) => {
  await vi.waitFor(() => expect(root()).toBeDefined())
  press(label)
  await vi.waitFor(() => expect(root()).toBeUndefined())
}

// Triggers

test('an event makes a prompt due once it happened often enough, lately, and with the right properties', async () => {
  const trigger = {
    kind: 'event',
    event: 'Exported',
    atLeast: 2,
    within: DAY,
    where: [{ name: 'rows', atLeast: 100 }],
  } as const
  await start({ prompts: [{ ...EXPORT, trigger: { ...trigger, where: [...trigger.where] } }] })
  happen('Exported', { rows: 500 })
  it.world.now += 2 * DAY
  happen('Exported', { rows: 500 })
  happen('Exported', { rows: 5 })
  expect(await reasonOf('export', 'trigger')).toMatch('waits for event Exported')
  happen('Exported', { rows: 100 })
  await shows(1)
})

test('a clicked element, a route and time on a page make prompts due', async () => {
  const on = (id: string, trigger: Prompt['trigger']) => prompt({ id, format: 'slide-in', trigger })
  await start({
    prompts: [
      on('never', { kind: 'click', selector: 'a[' }),
      on('clicked', { kind: 'click', selector: '.invite' }),
      on('arrived', { kind: 'route', paths: ['/team*'] }),
      on('stayed', { kind: 'time', after: 30, paths: ['/app'] }),
    ],
  })
  await vi.waitFor(() => expect(shown()).toEqual(['stayed']))
  await leave('Close')
  const button = document.body.appendChild(document.createElement('button'))
  button.className = 'invite'
  button.click()
  button.remove()
  await vi.waitFor(() => expect(shown()).toEqual(['stayed', 'clicked']))
  await leave('Close')
  it.world.route = '/team/new'
  history.pushState({}, '', `?${Math.random()}`)
  await vi.waitFor(() => expect(shown()).toEqual(['stayed', 'clicked', 'arrived']))
})

test('being at the limit is no wish; being refused is', async () => {
  const full = prompt({ id: 'full', format: 'slide-in', trigger: { kind: 'limit', limit: 'records', at: 1 } })
  const refused = prompt({ id: 'refused', trigger: { kind: 'blocked', limit: 'records' } })
  await start({ prompts: [full, refused], frequency: { ...DEFAULTS, unsolicitedPerDay: 0 } })
  it.moments.limit('records', { used: 100, max: 100 })
  expect(it.only('Prompt Suppressed')).toMatchObject([{ promptId: 'full', reason: 'enough for today' }])
  it.moments.limit('records', { used: 100, max: 100, blocked: true })
  await vi.waitFor(() => expect(shown()).toEqual(['refused']))
})

test('of several that are due the one of higher priority shows', async () => {
  await start({ prompts: [SSO, { ...SSO, id: 'first', priority: 1 }] })
  expect(gate()).toEqual({ status: 'prompted', promptId: 'first' })
})

// Audience

test.each([
  ['a role', { roles: ['admin'] }, 'not for role member'],
  ['a trait', { traits: [{ name: 'seats', atLeast: 10 }] }, 'not for trait seats 5'],
  ['a trait that they lack', { traits: [{ name: 'size', atLeast: 10 }] }, 'not for trait size (none)'],
  ['something done', { signals: [{ event: 'Exported' }] }, 'waits for Exported'],
  ['a route', { only: ['/settings*'] }, 'not on /app'],
  ['anywhere but a route', { hideOn: ['/app'] }, 'hidden on /app'],
])('a prompt for %s shows to nobody else', async (_, audience, reason) => {
  await start({ prompts: [{ ...SSO, audience }] })
  who({ traits: { role: 'member' }, groupTraits: { seats: 5 } })
  expect(gate()).toMatchObject({ status: 'suppressed', reason })
})

test('on sensitive routes nothing shows, whatever its audience', async () => {
  await start({ prompts: [SSO], hideOn: ['/checkout*'] })
  it.world.route = '/checkout/pay'
  expect(gate()).toMatchObject({ reason: 'hidden on /checkout/pay' })
})

test('a prompt with lists on the server shows only to whom the server names it', async () => {
  await start({ prompts: [{ ...SSO, listed: true }] })
  expect(gate()).toMatchObject({ reason: 'not on its lists' })
  hear({ prompts: ['sso'], state: {}, contact: null })
  expect(gate().status).toBe('prompted')
})

test('figures past their age are never shown', async () => {
  const full = prompt({
    trigger: { kind: 'limit', limit: 'records', at: 1 },
    title: 'Full: {used|no figure}',
  })
  await start({ prompts: [full], figuresStaleAfter: MINUTE })
  it.world.route = '/elsewhere'
  it.moments.limit('records', { used: 100, max: 100 })
  await leave('Close')
  it.world.now += 2 * MINUTE
  expect(await reasonOf('records-full', 'figures')).toBe('its figures are too old')
  await it.moments.show('records-full')
  await vi.waitFor(() => expect(root()?.querySelector('h2')?.textContent).toBe('Full: no figure'))
})

// State and frequency

test('closing keeps it away for 7 days, then 30, then for good', async () => {
  for (const days of [7, 30]) {
    gate()
    await leave('Close')
    it.world.now += days * DAY - MINUTE
    expect(gate().reason).toMatch('snoozed until')
    it.world.now += 2 * MINUTE
  }
  gate()
  await leave('Close')
  it.world.now += 900 * DAY
  expect(gate()).toMatchObject({ reason: 'closed too often' })
})

test('"Later" is no close: it keeps it away for 7 days, however often', async () => {
  for (let i = 0; i < 4; i++) {
    expect(gate().status).toBe('prompted')
    await leave('Later')
    it.world.now += 7 * DAY + MINUTE
  }
})

test('three showings that nobody answered count as a close', async () => {
  const state = (count: number) => ({
    prompts: {
      sso: {
        shown: Array.from({ length: count }, (_, i) => showingId(it.world.now - i * HOUR, 'a', i / 10)),
      },
    },
  })
  it.storage.set('prompts', state(2))
  expect(await reasonOf('sso', 'state')).toBe('passed')
  it.storage.set('prompts', state(3))
  expect(await reasonOf('sso', 'state')).toMatch('snoozed until')
})

test('by default nobody is shown more than one a day that they did not ask for', async () => {
  const other = prompt({ id: 'other', format: 'slide-in', trigger: { kind: 'event', event: 'Invited' } })
  await start({ prompts: [EXPORT, other, SSO], frequency: DEFAULTS })
  happen('Exported')
  await leave('Close')
  happen('Invited')
  it.world.now += MINUTE
  happen('Invited')
  expect(it.only('Prompt Suppressed').map(({ reason }) => reason)).toEqual(['too soon', 'enough for today'])
  expect(gate().status).toBe('prompted')
  await leave('Later')
  it.world.now += DAY
  happen('Invited')
  await shows(3)
})

test('by default the same prompt comes unasked at most once in 7 days', async () => {
  await start({ prompts: [EXPORT], frequency: DEFAULTS })
  const showing = showingId(it.world.now, 'u', 0)
  it.storage.set('prompts', { prompts: { export: { shown: [showing], answered: [showing] } } })
  it.world.now += 7 * DAY - MINUTE
  happen('Exported')
  expect(it.only('Prompt Suppressed')).toMatchObject([{ reason: 'shown in the last 7 days' }])
  it.world.now += 2 * MINUTE
  happen('Exported')
  await shows(1)
})

test('what time alone will change says until when, and so does debug, in the time of the page', async () => {
  const told: unknown[][] = []
  const note = (...what: unknown[]) => void told.push(what)
  await start({ prompts: [EXPORT, { ...EXPORT, id: 'other' }], frequency: DEFAULTS }, { note })
  const { now } = it.world
  happen('Exported')
  await shows(1)
  const untilOf = async (promptId: string) => {
    const [explanation] = await it.moments.explain(promptId)
    return explanation?.gates.filter(({ passed }) => !passed).map(({ reason, until }) => [reason, until])
  }
  expect(await untilOf('other')).toEqual([
    ['too soon', now + 30 * SECOND],
    ['export is open', undefined],
  ])
  await leave('Later')
  it.world.now += MINUTE
  expect(await untilOf('other')).toEqual([['enough for today', Date.UTC(2026, 10, 23)]])
  expect(await untilOf('export')).toEqual([
    ['snoozed until 2026-11-29', now + 7 * DAY],
    ['enough for today', Date.UTC(2026, 10, 23)],
  ])
  happen('Exported')
  const when = new Date(Date.UTC(2026, 10, 23)).toLocaleString()
  expect(told).toContainEqual(['prompt other', `frequency: enough for today, not before ${when}`])
})

test('what was held back before anybody looked is told to whoever debugs, once', async () => {
  const told: unknown[][] = []
  const note = (...what: unknown[]) => void told.push(what)
  await start({ prompts: [EXPORT], frequency: { ...DEFAULTS, unsolicitedPerDay: 0 } }, { note })
  happen('Exported')
  told.length = 0
  it.moments.advise('page', [])
  it.moments.advise('page', [])
  await vi.waitFor(() =>
    expect(told).toEqual([['prompt export', 'held back earlier today: enough for today']]),
  )
  it.world.now += DAY
  it.moments.advise('page', [])
  await it.moments.explain()
  expect(told).toHaveLength(1)
})

test('the defaults suppress the slide-in that a second look at prices would bring', async () => {
  const near = prompt({ id: 'near', format: 'banner', trigger: { kind: 'limit', limit: 'records', at: 0.8 } })
  const prices = prompt({ id: 'prices', format: 'slide-in', trigger: { kind: 'pricing', visits: 2 } })
  await start({ prompts: [near, prices], frequency: DEFAULTS })
  it.moments.limit('records', { used: 80, max: 100 })
  await shows(1)
  it.world.now += HOUR
  it.storage.set('pricing', [it.world.now - 2, it.world.now - 1])
  it.world.route = '/pricing'
  history.pushState({}, '', `?${Math.random()}`)
  await vi.waitFor(() =>
    expect(it.only('Prompt Suppressed').map(({ promptId }) => promptId)).toContain('prices'),
  )
  expect(shown()).toEqual(['near'])
})

// What the server knows

test("another device's answers count here", async () => {
  hear({ prompts: [], state: { prompts: { sso: { never: true } } }, contact: null })
  expect(gate()).toMatchObject({ reason: 'muted' })
  who({ userId: 'somebody-else' })
  expect(gate().status).toBe('prompted')
})

test('an unsolicited prompt of a verified person waits for the first word of the server', async () => {
  await start({ prompts: [EXPORT] })
  it.world.token = 'signed'
  happen('Exported')
  hear({ prompts: [], state: { prompts: { export: { never: true } } }, contact: null })
  await vi.waitFor(() => expect(it.only('Prompt Suppressed')).toMatchObject([{ reason: 'muted' }]))
  expect(shown()).toEqual([])
})

test('a silent server delays it by two seconds, and never what was asked for', async () => {
  await start({ prompts: [EXPORT, SSO] })
  it.world.token = 'signed'
  gate()
  await shows(1)
  await leave('Later')
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  happen('Exported')
  await Promise.resolve()
  await vi.advanceTimersByTimeAsync(1900)
  expect(shown()).toEqual(['sso'])
  await vi.advanceTimersByTimeAsync(200)
  vi.useRealTimers()
  await vi.waitFor(() => expect(shown()).toEqual(['sso', 'export']))
})

test('an account with a contact person is offered a talk instead of a checkout', async () => {
  const contact = { name: 'Ann Lee', link: 'https://cal.example/ann' }
  hear({ prompts: [], state: {}, contact })
  gate()
  await vi.waitFor(() => expect(labels()).toEqual(['Talk to Ann Lee', 'Later']))
  expect(root()?.querySelector('.actions a')?.getAttribute('href')).toBe(contact.link)
})

test('whoever looks after the account and has no address to book is written to', async () => {
  hear({ prompts: [], state: {}, contact: { name: 'Ann Lee', link: '' } })
  gate()
  await vi.waitFor(() => expect(labels()).toEqual(['Talk to Ann Lee', 'Later']))
  press('Talk to Ann Lee')
  await vi.waitFor(() => expect(root()?.querySelector('textarea')?.checkVisibility()).toBe(true))
})

test('who has no address to book lends none to an appointment either', async () => {
  const primary = { kind: 'book', label: 'Book', url: '/book' } as const
  await start({ prompts: [{ ...SSO, primary }] })
  hear({ prompts: [], state: {}, contact: { name: 'Ann Lee', link: '' } })
  gate()
  await vi.waitFor(() => expect(root()?.querySelector('.actions a')?.getAttribute('href')).toBe('/book'))
})

// Calls

test('who cannot buy asks the admin, once in 14 days a feature', async () => {
  await start({ prompts: [SSO], canBuy: ['owner'] })
  who({ traits: { role: 'member' } })
  gate()
  await vi.waitFor(() => expect(labels()).toEqual(['Ask your admin', 'Later']))
  press('Ask your admin')
  expect(it.only('Admin Asked')).toEqual([{ event: 'Admin Asked', feature: 'sso', promptId: 'sso' }])
  await leave('Close')
  expect(it.only('Prompt Dismissed')).toEqual([])
  expect(gate().reason).toMatch('the admin was asked on')
  it.world.now += 14 * DAY
  expect(gate().status).toBe('prompted')
})

test('the admin is asked once in 14 days also by what is about no feature', async () => {
  await start({ prompts: [EXPORT], canBuy: ['owner'] })
  who({ traits: { role: 'member' } })
  happen('Exported')
  await shows(1)
  press('Ask your admin')
  await leave('Close')
  it.world.now += 13 * DAY
  happen('Exported')
  expect(it.only('Prompt Suppressed').at(-1)?.['reason']).toMatch('the admin was asked on')
})

test('who can buy is not told to ask an admin', async () => {
  const primary = { kind: 'ask-admin', label: 'Ask' } as const
  await start({ prompts: [{ ...SSO, primary, secondary: SSO.primary }], canBuy: ['owner'] })
  who({ traits: { role: 'owner' } })
  gate()
  await vi.waitFor(() => expect(labels()).toEqual(['Upgrade', 'Later']))
})

test('the page can take a call over', async () => {
  const calls: unknown[] = []
  const primary = { kind: 'callback', label: 'Start', name: 'start-trial' } as const
  await start(
    { prompts: [{ ...SSO, primary, secondary: { kind: 'link', label: 'Read', url: '#read' } }] },
    {
      tell: (name, news) => {
        if (name !== 'call') return
        calls.push(news)
        if ('preventDefault' in Object(news)) (news as { preventDefault(): void }).preventDefault()
      },
    },
  )
  gate()
  await shows(1)
  press('Start')
  gate()
  await shows(2)
  press('Read')
  expect(calls).toMatchObject([
    { kind: 'callback', name: 'start-trial', feature: 'sso' },
    { kind: 'link', href: '#read' },
  ])
  expect(location.hash).not.toBe('#read')
})

test('while a checkout runs nobody is interrupted', async () => {
  await start({ prompts: [EXPORT] })
  happen('Upgrade Started')
  happen('Exported')
  expect(it.only('Prompt Suppressed')).toMatchObject([{ reason: 'a checkout is running' }])
  it.world.now += 31 * MINUTE
  happen('Exported')
  await shows(1)
})

// Campaigns

test('another plan closes what sells, and retires it for the account', async () => {
  who({ groupTraits: { plan: 'free' } })
  it.moments.recheck()
  gate()
  await shows(1)
  who({ groupTraits: { plan: 'pro' } })
  it.moments.recheck()
  await vi.waitFor(() => expect(root()).toBeUndefined())
  expect(gate()).toMatchObject({ reason: 'converted' })
  who({ groupId: 'globex', groupTraits: { plan: 'free' } })
  expect(gate().status).toBe('prompted')
})

test("another account takes an open prompt away: it was the first one's", async () => {
  gate()
  await shows(1)
  who({ groupId: 'globex' })
  it.moments.recheck()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

test('a goal counts only within its window', async () => {
  await start({ prompts: [{ ...SSO, goal: 'Trial Started', goalWithin: HOUR }] })
  gate()
  await shows(1)
  it.world.now += 2 * HOUR
  happen('Trial Started')
  expect(it.only('Prompt Converted')).toEqual([])
})

// Experiments

const experiment = (given: Partial<NonNullable<Prompt['experiment']>> = {}): Prompt => ({
  ...SSO,
  experiment: {
    id: 'words',
    unit: 'user',
    holdout: 0,
    variants: [{ id: 'short', share: 1, content: { title: 'Short' } }],
    ...given,
  },
})

test('a variant has its own words, and its events say so', async () => {
  await start({ prompts: [experiment()] })
  gate()
  await shows(1)
  expect(root()?.querySelector('h2')?.textContent).toBe('Short')
  expect(it.only('Prompt Shown')).toMatchObject([{ variant: 'short', experiment: 'words', unit: 'user' }])
})

test('an arm that was drawn stays, whatever the shares become', async () => {
  await start({ prompts: [experiment()] })
  gate()
  await leave('Later')
  it.moments.configure({ ...it.config, prompts: [experiment({ holdout: 1, variants: [] })] })
  it.world.now += 8 * DAY
  expect(gate().status).toBe('prompted')
  await shows(2)
  expect(it.only('Prompt Shown').map(({ variant }) => variant)).toEqual(['short', 'short'])
})

test('an experiment on accounts waits for one, unless it takes people without', async () => {
  await start({ prompts: [experiment({ unit: 'account' })] })
  who({ groupId: undefined })
  expect(gate()).toMatchObject({ reason: 'no account yet' })
  it.moments.configure({ ...it.config, prompts: [experiment({ unit: 'account', withoutAccount: true })] })
  expect(gate().status).toBe('prompted')
})

test('who was in two arms is reported as mixed and sees the prompt as it is', async () => {
  await start({ prompts: [experiment({ unit: 'account' })] })
  it.storage.set('prompts', { prompts: {}, arms: { 'words@globex': [1, 'control'] }, asked: {} })
  gate()
  await shows(1)
  expect(it.only('Prompt Shown')).toMatchObject([{ variant: 'mixed' }])
  expect(root()?.querySelector('h2')?.textContent).not.toBe('Short')
})

test('an account that two arms were drawn for is reported as mixed, from what other devices told', async () => {
  await start({ prompts: [experiment({ unit: 'account' })] })
  hear({
    prompts: [],
    state: { prompts: {}, arms: { 'words@acme': [1, 'control', true] }, asked: {} },
    contact: null,
  })
  gate()
  await shows(1)
  expect(it.only('Prompt Shown')).toMatchObject([{ variant: 'mixed', experiment: 'words', unit: 'account' }])
})

test.each(['limit', 'blocked'] as const)('a factual notice is never held out: %s', async (kind) => {
  const trigger = kind === 'limit' ? { kind, limit: 'records', at: 1 } : { kind, limit: 'records' }
  await start({
    prompts: [{ ...experiment({ holdout: 1, variants: [] }), trigger }],
    frequency: { ...FREELY, holdout: 1 },
  })
  it.moments.limit('records', { used: 101, max: 100 })
  await shows(1)
  expect(it.only('Prompt Held Out')).toEqual([])
})

test.each([
  ['enabled', 'switched off', (): void => it.moments.configure({ ...it.config, enabled: false })],
  ['trigger', 'waits for event Exported', (): void => undefined],
  ['audience', expect.any(String), (): void => who({ groupTraits: { plan: 'enterprise' } })],
  [
    'route',
    expect.any(String),
    (): void => {
      it.world.route = '/checkout/pay'
    },
  ],
  [
    'consent',
    'no consent',
    (): void => {
      it.world.recording = false
    },
  ],
  ['state', 'muted', (): void => it.moments.mute('export')],
  ['frequency', 'a checkout is running', (): void => happen('Upgrade Started')],
  [
    'holdout',
    'held out',
    (): void => it.moments.configure({ ...it.config, frequency: { ...FREELY, holdout: 1 } }),
  ],
] as const)('explain names the gate %s and why it is closed', async (name, reason, close) => {
  await start({ prompts: [{ ...EXPORT, audience: { plans: ['free'] } }], hideOn: ['/checkout*'] })
  who({ groupTraits: { plan: 'free' } })
  expect(await reasonOf('export', name)).toBe(name === 'trigger' ? reason : 'passed')
  close()
  expect(await reasonOf('export', name)).toEqual(reason)
})

test('both arms are logged where they part: behind every other reason', async () => {
  await start({ prompts: [experiment({ holdout: 1 })] })
  gate()
  expect(it.only('Prompt Held Out')).toMatchObject([{ variant: 'holdout', experiment: 'words' }])
  it.moments.mute('sso')
  gate()
  expect(it.only('Prompt Suppressed').map((each) => 'variant' in each)).toEqual([false])
})

test('a notice of a limit is owed to everybody', async () => {
  const full = {
    ...experiment({ holdout: 1, variants: [] }),
    trigger: { kind: 'limit', limit: 'records', at: 1 },
  } as const
  await start({ prompts: [full], frequency: { ...FREELY, holdout: 1 } })
  it.moments.limit('records', { used: 100, max: 100 })
  await shows(1)
  expect(it.only('Prompt Shown')).toMatchObject([{ variant: 'control' }])
})

test('the default holdout takes its share of people', async () => {
  await start({ prompts: [SSO], frequency: { ...FREELY, holdout: 0.05 } })
  let held = 0
  for (let i = 0; i < 1000; i++) {
    who({ userId: `u${i}` })
    if ((await reasonOf('sso', 'holdout')) === 'held out') held++
  }
  expect(held).toBeGreaterThan(30)
  expect(held).toBeLessThan(70)
})

// Places

test('a popover whose target is not there is no prompt; one in a shadow root is', async () => {
  await start({ prompts: [{ ...SSO, format: 'popover', target: '#invite' }] })
  expect(gate()).toMatchObject({ reason: 'no #invite here' })
  const holder = document.body.appendChild(document.createElement('div'))
  const button = document.createElement('button')
  button.id = 'invite'
  holder.attachShadow({ mode: 'open' }).append(button)
  expect(gate().status).toBe('prompted')
  await shows(1)
  holder.remove()
})

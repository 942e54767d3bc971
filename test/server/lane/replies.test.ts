import { assert, asyncProperty, shuffledSubarray } from 'fast-check'
import { expect, test } from 'vitest'
import { NO_STATE, showingId } from '../../../server/core/prompt-state.ts'
import { DEFAULT_PROMPTS } from '../../../server/default-prompts.ts'
import type { DraftablePrompt } from '../../../server/wire/prompt.ts'
import {
  group,
  identify,
  KEYS,
  NOW,
  readyToBuy,
  SUCCESS,
  send,
  tokenFor,
  track,
  type WireFields,
} from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

/** Ann at Acme, vouched for, or somebody else. */
const as = (sub: string, account?: string, fields: WireFields = {}): WireFields => ({
  userId: sub,
  context: {
    ...(account !== undefined && { groupId: account }),
    tidemark: { token: tokenFor({ sub, ...(account !== undefined && { account }) }) },
  },
  ...fields,
})
const ANN = as('ann', 'acme')

const ask = async ({ lane }: Bench, who: WireFields = ANN, now = NOW) => {
  const { body } = await send(lane, [track('x', who)], { receivedAt: now })
  return JSON.parse(body)
}
const SHOWN = showingId(NOW - 5000, 'u', 0.5)
const prompt = (what: string, properties: WireFields = {}, who: WireFields = ANN) =>
  track(`Prompt ${what}`, { properties: { promptId: 'pricing', showing: SHOWN, ...properties }, ...who })

const listed = (id: string, lists: NonNullable<DraftablePrompt['audience']>['lists']): DraftablePrompt => ({
  id,
  format: 'modal',
  trigger: { kind: 'manual' },
  title: 'Hello',
  body: '',
  primary: { kind: 'link', label: 'Look', url: '/x' },
  ...(lists && { audience: { lists } }),
})
const publish = ({ lane }: Bench, prompts: readonly DraftablePrompt[], more = {}) =>
  lane.publishPrompts({
    prompts: { ...DEFAULT_PROMPTS, prompts: [...prompts], ...more },
    by: 'ops',
    now: NOW,
  })

onEveryDatabase('what a verified person is told', (bench) => {
  test('what they answered on one device is known on another, and to nobody without a token', async () => {
    await send(bench.lane, [prompt('Shown'), prompt('Dismissed', { reason: 'never again' })])
    expect((await ask(bench)).state.prompts).toEqual({
      pricing: { shown: [SHOWN], answered: [SHOWN], never: true },
    })
    expect(await send(bench.lane, [track('x', { userId: 'ann' })])).toEqual(SUCCESS)
    expect(await send(bench.lane, [track('x', ANN)], { key: KEYS.secret })).toEqual(SUCCESS)
    expect((await ask(bench, as('bob', 'acme'))).state).toEqual(NO_STATE)
  })

  test('nobody answers in another’s name: without a token nothing is kept for a person', async () => {
    await send(bench.lane, [prompt('Dismissed', { reason: 'never again' }, { userId: 'ann' })])
    expect((await ask(bench)).state).toEqual(NO_STATE)
  })

  test('a batch that comes again, because its answer was lost, is answered the same', async () => {
    const batch = [prompt('Shown'), prompt('Snoozed', { until: NOW + 7 })]
    const first = await send(bench.lane, batch)
    expect(await send(bench.lane, batch)).toEqual(first)
    expect(JSON.parse(first.body).state.prompts.pricing.snoozedUntil).toBe(NOW + 7)
  })

  test('what somebody converted on is over for their colleagues too', async () => {
    await send(bench.lane, [prompt('Converted', {}, { ...ANN, timestamp: NOW - 10 })])
    const { state } = await ask(bench, as('bob', 'acme'))
    expect(state.prompts).toEqual({ pricing: { convertedAt: { acme: NOW - 10 } } })
    expect((await ask(bench, as('eve', 'other'))).state).toEqual(NO_STATE)
  })

  test('users who are merged have one state', async () => {
    await send(bench.lane, [prompt('Dismissed', { reason: 'never again' }, as('old'))])
    const merge = { type: 'alias', messageId: 'merge', userId: 'ann', previousId: 'old' }
    await send(bench.lane, [merge], { key: KEYS.secret })
    expect((await ask(bench, as('ann'))).state.prompts.pricing).toMatchObject({ never: true })
  })

  test('in whatever order and however often events come, the state is the same', async () => {
    const events = [
      prompt('Shown'),
      prompt('Clicked'),
      prompt('Snoozed', { until: NOW + 1 }),
      prompt('Snoozed', { until: NOW + 9 }),
      prompt('Converted'),
      prompt('Shown', { experiment: 'e', unit: 'user', variant: 'b' }, { ...ANN, timestamp: NOW - 9 }),
      track('Admin Asked', { properties: { feature: 'sso' }, ...ANN }),
    ]
    const expected: unknown[] = []
    const stateAfter = async (order: readonly WireFields[], user: string) => {
      const own = order.map((event) => ({ ...event, ...as(user, 'acme'), timestamp: event['timestamp'] }))
      for (const event of own) await send(bench.lane, [event, event])
      return (await ask(bench, as(user, 'acme'))).state
    }
    expected.push(await stateAfter(events, 'first'))
    let n = 0
    const orders = shuffledSubarray(events, { minLength: events.length })
    await assert(
      asyncProperty(orders, async (order) => {
        expect(await stateAfter(order, `user-${n++}`)).toEqual(expected[0])
      }),
      { numRuns: 6 },
    )
  })

  test('ids of prompts whose lists hold, and not a word of why', async () => {
    await publish(
      bench,
      [
        listed('for-ready', { tiers: ['sales-ready'] }),
        listed('for-cold', { tiers: ['cold'] }),
        listed('no-lead', { lead: 'none' }),
        listed('with-lead', { lead: 'open' }),
        listed('beta', { segments: ['beta'] }),
        listed('both', { segments: ['beta'], lead: 'open' }),
        listed('elsewhere', { segments: ['others', 'gone'] }),
        { ...listed('draft', { lead: 'none' }), draft: true },
        listed('everybody', undefined),
      ],
      { segments: { beta: { accounts: ['acme'] }, others: { users: ['bob'] } } },
    )
    expect((await ask(bench)).prompts).toEqual(['no-lead', 'beta'])
    await send(bench.lane, readyToBuy(ANN))
    const reply = await ask(bench)
    expect(reply.prompts).toEqual(['for-ready', 'with-lead', 'beta', 'both'])
    expect(Object.keys(reply)).toEqual(['success', 'prompts', 'state', 'contact'])
    await publish(bench, [listed('beta', { tiers: ['sales-ready'] })], { enabled: false })
    expect((await ask(bench)).prompts).toEqual([])
  })

  test('the contact person is whoever has the account’s lead, until it is closed', async () => {
    const link = 'https://cal.example/priya'
    await publish(bench, [], { contacts: { 'priya.nair@acme.example': { link } } })
    await send(bench.lane, [group('acme', ANN), ...readyToBuy(ANN)])
    expect((await ask(bench)).contact).toBeNull()
    const [lead] = await bench.lane.leads({ status: 'open', historic: false }, NOW)
    const act = (action: 'claim' | 'disqualify', body = {}) =>
      bench.lane.act({ id: lead?.id ?? '', action, body, by: 'priya.nair@acme.example', now: NOW })
    await act('claim')
    expect((await ask(bench)).contact).toEqual({ name: 'Priya Nair', link })
    expect((await ask(bench, as('bob', 'acme'))).contact).toEqual({ name: 'Priya Nair', link })
    expect((await ask(bench, as('eve', 'other'))).contact).toBeNull()
    expect(await send(bench.lane, [track('x', { userId: 'ann', context: { groupId: 'acme' } })])).toEqual(
      SUCCESS,
    )
    await act('disqualify', { reason: 'student' })
    expect((await ask(bench)).contact).toBeNull()
  })

  test('who is erased leaves no state behind; an erased account leaves what they did elsewhere', async () => {
    await send(bench.lane, [
      identify(as('ann')),
      prompt('Dismissed', { reason: 'never again' }),
      prompt('Converted', {}, as('bob', 'acme')),
      prompt('Snoozed', { until: NOW + 5 }, as('bob', 'other')),
    ])
    await bench.lane.erase({ kind: 'user', id: 'ann' }, NOW)
    expect((await ask(bench)).state.prompts).toEqual({ pricing: { convertedAt: { acme: NOW } } })
    await bench.lane.erase({ kind: 'account', id: 'acme' }, NOW)
    const { state } = await ask(bench, as('bob', 'other'))
    expect(state.prompts).toEqual({ pricing: { answered: [SHOWN], snoozedUntil: NOW + 5 } })
    const rows = await bench.lane.store.db.selectFrom('prompt_state').select(['kind', 'id']).execute()
    expect(rows).toEqual([{ kind: 'user', id: 'bob' }])
  })

  test('two servers that hear of one person at once keep all of it', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        send(bench.lane, [prompt('Shown', { showing: showingId(NOW + n, 'a', n / 99) })]),
      ),
    )
    expect((await ask(bench)).state.prompts.pricing.shown).toHaveLength(12)
  })
})

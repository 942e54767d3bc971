import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { DAY } from '../../../server/wire/limits.ts'
import { LeadMessage } from '../../../server/wire/message.ts'
import { group, identify, NOW, readyToBuy, send, track, type WireFields } from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

const of = (userId: string): WireFields => ({ userId, context: { groupId: 'acme' } })
const person = (userId: string, traits: WireFields) => identify({ ...of(userId), traits })
const core = (userId: string, times: number) =>
  Array.from({ length: times }, () => track('Core Action Completed', of(userId)))

const messages = async ({ lane }: Bench, now = NOW): Promise<LeadMessage[]> => {
  const rows = await lane.claimOutbox({ channel: 'webhook', now, atMost: 50, leaseAfter: DAY })
  return rows.map(({ body }) => JSON.parse(body))
}

/** Ann is ready to buy; Bob and Cleo are busy, Dora has only been there, a visitor looked at pricing. */
const acme = ({ lane }: Bench) =>
  send(lane, [
    group('acme', { ...of('ann'), traits: { name: 'Acme Inc', plan: 'Team' } }),
    person('bob', { name: 'Bob Ray', title: 'Analyst', department: 'Finance' }),
    person('cleo', { name: 'Cleo Fox', department: ' Sales ' }),
    person('dora', { name: 'Dora Lind', department: 'Sales' }),
    ...core('bob', 5),
    track('Integration Connected', of('bob')),
    ...core('cleo', 5),
    track('Pricing Viewed', { anonymousId: 'visitor', userId: undefined, context: { groupId: 'acme' } }),
    person('ann', { name: 'Ann Lee', role: 'CTO', department: 7 }),
    ...readyToBuy(of('ann')),
  ])

onEveryDatabase('champions and departments', (bench) => {
  test('the most engaged users are named, best first, in the account, the lead and the message', async () => {
    await acme(bench)
    const account = await bench.lane.account('acme', NOW)
    expect(account).toMatchObject({
      champions: ['ann', 'bob', 'cleo'],
      departments: ['Sales', 'Finance'],
      users: 4,
    })
    const lead = await bench.lane.lead('1~acme', NOW)
    expect(lead).toMatchObject({
      userId: 'ann',
      champions: account?.champions,
      departments: account?.departments,
      account: { qualified: account?.qualified, reasons: account?.reasons, missing: account?.missing },
    })
    const [message] = await messages(bench)
    expect(Compile(LeadMessage).Errors(message)).toEqual([])
    expect(message?.data).toMatchObject({
      company: 'Acme Inc',
      plan: null,
      users: 4,
      champions: [
        { userId: 'ann', name: 'Ann Lee', role: 'CTO' },
        { userId: 'bob', name: 'Bob Ray', role: 'Analyst' },
        { userId: 'cleo', name: 'Cleo Fox', role: null },
      ],
      departments: ['Sales', 'Finance'],
      limits: [{ limit: 'records', used: 100, max: 100, trust: 'browser' }],
    })
  })

  test('whoever is in the account is named, also those that the deciding batch did not touch', async () => {
    await send(bench.lane, [person('bob', { name: 'Bob Ray' }), ...core('bob', 5)])
    await bench.restart()
    await send(bench.lane, readyToBuy(of('ann')))
    const [message] = await messages(bench)
    expect(message?.data.champions.map(({ userId }) => userId)).toEqual(['ann', 'bob'])
  })

  test('of an account of very many the foremost are named', async () => {
    const crowd = Array.from({ length: 520 }, (_, n) => track('Session Started', of(`u${n}`)))
    await send(bench.lane, [...crowd, person('zoe', { name: 'Zoe Zimmer' }), ...core('zoe', 5)])
    await bench.restart()
    await send(bench.lane, readyToBuy(of('ann')))
    const [message] = await messages(bench)
    expect(message?.data).toMatchObject({ users: 522, champions: [{ userId: 'ann' }, { userId: 'zoe' }, {}] })
    await bench.lane.flush()
    const account = await bench.lane.account('acme', NOW)
    expect(account?.people.slice(0, 2).map(({ userId }) => userId)).toEqual(['ann', 'zoe'])
    expect(account?.champions.slice(0, 2)).toEqual(['ann', 'zoe'])
  })

  test('somebody who asks while a lead is open is named, and news of another kind names nobody', async () => {
    await acme(bench)
    const asks = (userId: string, messageId: string, how: Parameters<typeof send>[2] = {}) =>
      send(bench.lane, [track('Sales Contact Requested', { ...of(userId), messageId })], how)
    await asks('cleo', 'c1', { key: 'sk_secret' })
    // Nobody vouches for Ann: the lead stays Cleo's, and a second one of a day is not told.
    await asks('ann', 'a1')
    await asks('ann', 'a2', { receivedAt: NOW + DAY })
    await bench.lane.advance(NOW + 30 * DAY, 100)
    const told = await messages(bench, NOW + 30 * DAY)
    expect(told.map(({ type, data }) => [type, data.askedBy])).toEqual([
      ['lead.qualified', null],
      ['lead.updated', 'Cleo Fox (not verified)'],
      ['lead.breached', null],
      ['lead.updated', 'Somebody'],
      ['lead.breached', null],
    ])
  })

  test('where proof is asked for, nobody who only says so is a champion', async () => {
    const model = { ...BALANCED, trust: 'verified' } as const
    await bench.lane.publishModel({ model, by: 'rev@ops.example', now: NOW, reason: '' })
    await acme(bench)
    await send(bench.lane, core('eve', 1), { key: 'sk_secret' })
    expect(await bench.lane.account('acme', NOW)).toMatchObject({ champions: ['eve'], users: 1 })
  })

  test('an erased champion is not named in what sales was told of the others', async () => {
    await acme(bench)
    await bench.lane.erase({ kind: 'user', id: 'bob' }, NOW + 1)
    const [message] = await messages(bench)
    expect(message?.data.champions.map(({ userId }) => userId)).toEqual(['ann', 'cleo'])
    expect(JSON.stringify(message)).not.toMatch(/bob/i)
  })
})

onEveryDatabase('the end of a lead by time alone', (bench) => {
  const dropsAt = async (now = NOW) => (await bench.lane.lead('1~acme', now))?.dropsAt ?? null
  const status = async (now: number) => (await bench.lane.lead('1~acme', now))?.status

  test('is told to the instant, and comes then, not a moment before', async () => {
    await acme(bench)
    const at = Date.parse((await dropsAt()) ?? '')
    // The midnight at which the core actions leave their 14 days.
    expect(at).toBe(Date.UTC(2026, 6, 1))
    await bench.lane.advance(at - 1, 100)
    expect(await status(at - 1)).toBe('open')
    await bench.lane.advance(at, 100)
    expect(await status(at)).toBe('lapsed')
    expect(await dropsAt(at)).toBeNull()
  })

  test('is put off by whatever they do', async () => {
    await acme(bench)
    const later = NOW + 3 * DAY
    await send(bench.lane, core('ann', 5), { receivedAt: later })
    expect(await dropsAt(later)).toBe(new Date(Date.UTC(2026, 6, 4)).toISOString())
  })

  test('does not come to a lead that somebody works on, nor to one that waits for an answer', async () => {
    await acme(bench)
    await bench.lane.act({ id: '1~acme', action: 'claim', body: {}, by: 'rep@own.example', now: NOW })
    expect(await dropsAt()).toBeNull()
    await send(bench.lane, [track('Sales Contact Requested', { userId: 'zed', context: { groupId: 'zed' } })])
    expect(await bench.lane.lead('1~zed', NOW)).toMatchObject({ type: 'hand-raise', dropsAt: null })
  })
})

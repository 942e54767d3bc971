import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../../server/wire/limits.ts'
import {
  alias,
  group,
  identify,
  KEYS,
  NOW,
  readyToBuy,
  rebuild,
  send,
  track,
  type WireFields,
} from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

const SERVER = { key: KEYS.secret }
const user = ({ lane }: Bench, userId = 'ann') => lane.user(userId, NOW)
const homeOf = async (bench: Bench, userId = 'ann') => (await user(bench, userId))?.accountId
const coreOf = async (bench: Bench, userId = 'ann') =>
  (await user(bench, userId))?.signals.find((use) => use.signal === 'core')?.count ?? 0
const usersOf = async ({ lane }: Bench, account: string) => (await lane.account(account, NOW))?.users ?? 0
const core = (fields: WireFields) => track('Core Action Completed', fields)
const visit = (anonymousId: string, fields: WireFields = {}) => core({ userId: null, anonymousId, ...fields })
const at = (instant: number) => ({ timestamp: new Date(instant).toISOString() })

onEveryDatabase('placement', (bench) => {
  test('somebody who belongs to nobody is an account of their own', async () => {
    await send(bench.lane, [core({})])
    expect(await homeOf(bench)).toBe('~ann')
  })

  test('a business address belongs to its company, a free one to nobody', async () => {
    await send(bench.lane, [
      identify({ traits: { email: 'Ann@Acme.example' } }),
      identify({ userId: 'bob', traits: { email: 'bob@gmail.com' } }),
    ])
    expect(await homeOf(bench)).toBe('acme.example')
    expect(await homeOf(bench, 'bob')).toBe('~bob')
  })

  test('a group call is stronger than an address, and the latest one counts, in whatever order they come', async () => {
    await send(bench.lane, [core({}), identify({ traits: { email: 'ann@acme.example' } }), core({})])
    await send(bench.lane, [group('new', at(NOW - HOUR))])
    await send(bench.lane, [group('old', at(NOW - DAY))])
    expect(await homeOf(bench)).toBe('new')
    expect(await coreOf(bench)).toBe(2)
    expect(await usersOf(bench, 'acme.example')).toBe(0)
  })

  test('an event counts in the account that it names, others in the home account', async () => {
    await send(bench.lane, [group('home'), core({ context: { groupId: 'elsewhere' } }), core({}), core({})])
    expect((await user(bench))?.memberships.map((one) => one.accountId)).toEqual(['elsewhere', 'home'])
    expect(await coreOf(bench)).toBe(2)
  })

  test('who was only ever named in passing belongs to the first account named', async () => {
    await send(bench.lane, [
      core({ context: { groupId: 'second' }, ...at(NOW - HOUR) }),
      core({ context: { groupId: 'first' }, ...at(NOW - DAY) }),
    ])
    expect(await homeOf(bench)).toBe('first')
  })

  test('a browser’s word on where somebody belongs never overrides a backend’s', async () => {
    await send(bench.lane, [group('acme', at(NOW - DAY))], SERVER)
    await send(bench.lane, [group('forged', at(NOW))])
    expect(await homeOf(bench)).toBe('acme')
  })

  test('what was done before joining moves along, what was done elsewhere stays', async () => {
    await send(bench.lane, [core({}), core({}), core({ context: { groupId: 'kept' } })])
    await send(bench.lane, [group('acme')])
    expect(await coreOf(bench)).toBe(2)
    expect(await usersOf(bench, 'kept')).toBe(1)
    await send(bench.lane, [group('bigger', { timestamp: NOW + 1 })], { receivedAt: NOW + 1 })
    expect(await homeOf(bench)).toBe('bigger')
    expect(await coreOf(bench)).toBe(2)
  })

  test('the lead of an emptied account closes as moved', async () => {
    await send(bench.lane, readyToBuy())
    const before = await bench.lane.leads({ status: 'open', historic: true }, NOW)
    expect(before).toMatchObject([{ accountId: '~ann' }])
    await send(bench.lane, [group('acme')])
    const after = await bench.lane.leads({ status: 'all', historic: true }, NOW)
    expect(Object.fromEntries(after.map(({ accountId, status }) => [accountId, status]))).toEqual({
      acme: 'open',
      '~ann': 'moved',
    })
  })
})

onEveryDatabase('claims', (bench) => {
  test('identifying claims what the visitor did before, in one batch or in two', async () => {
    await send(bench.lane, [visit('v'), visit('v')])
    await send(bench.lane, [identify({ anonymousId: 'v' }), visit('v')])
    await send(bench.lane, [visit('w', {}), identify({ userId: 'bob', anonymousId: 'w' }), visit('w')])
    expect(await coreOf(bench)).toBe(3)
    expect(await coreOf(bench, 'bob')).toBe(2)
    expect(await bench.lane.account('~~v', NOW)).toBeNull()
  })

  test('a visitor’s events in a named account become the claimer’s there', async () => {
    await send(bench.lane, [
      visit('v', { context: { groupId: 'acme' } }),
      visit('v', { context: { groupId: 'acme' } }),
    ])
    expect(await usersOf(bench, 'acme')).toBe(0)
    await send(bench.lane, [identify({ anonymousId: 'v' })])
    expect(await homeOf(bench)).toBe('acme')
    expect(await usersOf(bench, 'acme')).toBe(1)
    expect(await coreOf(bench)).toBe(2)
  })

  test('where a visitor belonged, the claimer belongs', async () => {
    await send(bench.lane, [group('acme', { userId: null, anonymousId: 'v' }), core({})])
    await send(bench.lane, [identify({ anonymousId: 'v' })])
    expect(await homeOf(bench)).toBe('acme')
    expect(await coreOf(bench)).toBe(1)
  })

  test('a visitor belongs to the earliest claimer, whoever came first to us', async () => {
    await send(bench.lane, [visit('v'), visit('v', { context: { groupId: 'acme' } })])
    await send(bench.lane, [identify({ userId: 'late', anonymousId: 'v', ...at(NOW - HOUR) })])
    expect(await coreOf(bench, 'late')).toBe(2)
    await send(bench.lane, [
      core({ userId: 'early' }),
      identify({ userId: 'early', anonymousId: 'v', ...at(NOW - DAY) }),
      core({ userId: 'early' }),
    ])
    expect(await homeOf(bench, 'early')).toBe('acme')
    expect(await coreOf(bench, 'early')).toBe(4)
    expect((await user(bench, 'early'))?.memberships).toMatchObject([{ accountId: 'acme' }])
    expect(await coreOf(bench, 'late')).toBe(0)
    expect(await homeOf(bench, 'late')).toBe('~late')
    expect(await usersOf(bench, 'acme')).toBe(1)
    expect(await rebuild(bench.lane, NOW)).toMatchObject({ changed: 0 })
  })

  test('a verified claim is stronger than an earlier one that nobody vouches for', async () => {
    await send(bench.lane, [visit('v')])
    await send(bench.lane, [identify({ userId: 'thief', anonymousId: 'v', ...at(NOW - DAY) })])
    await send(bench.lane, [identify({ anonymousId: 'v', ...at(NOW - HOUR) })], SERVER)
    expect(await coreOf(bench)).toBe(1)
    expect(await coreOf(bench, 'thief')).toBe(0)
  })

  test('a browser cannot take over a known user, a backend can merge two', async () => {
    await send(bench.lane, [core({ userId: 'bob' })])
    await send(bench.lane, [alias('ann', 'bob')])
    await send(bench.lane, [identify({ anonymousId: 'bob' })])
    expect(await coreOf(bench)).toBe(0)
    await send(bench.lane, [alias('ann', 'bob')], SERVER)
    expect(await coreOf(bench)).toBe(1)
    expect(await user(bench, 'bob')).toMatchObject({ userId: 'ann' })
    await send(bench.lane, [core({ userId: 'bob' })])
    expect(await coreOf(bench)).toBe(2)
  })

  test('users merged in a circle, or with themselves, stay as they are', async () => {
    await send(bench.lane, [core({}), core({ userId: 'bob' })])
    await send(bench.lane, [alias('ann', 'bob'), alias('bob', 'ann'), alias('ann', 'ann')], SERVER)
    expect(await coreOf(bench)).toBe(2)
  })

  test('whoever is merged, and was a visitor under the same id, counts once', async () => {
    const visitor = { anonymousId: 'bob' }
    await send(bench.lane, [visit('bob'), core({ userId: 'bob' })])
    await send(bench.lane, [identify({ userId: 'bob', ...visitor })])
    await send(bench.lane, [core({ context: { groupId: 'acme' } }), core({ userId: 'bob' })])
    await send(bench.lane, [alias('ann', 'bob')], SERVER)
    expect(await coreOf(bench)).toBe(4)
    expect(await usersOf(bench, 'acme')).toBe(1)
    expect(await rebuild(bench.lane, NOW)).toMatchObject({ changed: 0 })
    expect(await user(bench, 'bob')).toMatchObject({ userId: 'ann' })
  })

  test('a chain of merges ends at one person with everything', async () => {
    await send(bench.lane, [visit('v'), core({ userId: 'b' }), core({ userId: 'c' })])
    await send(bench.lane, [identify({ userId: 'b', anonymousId: 'v' })])
    await send(bench.lane, [alias('c', 'b')], SERVER)
    await send(bench.lane, [visit('v')])
    expect(await coreOf(bench, 'c')).toBe(4)
    expect(await rebuild(bench.lane, NOW)).toMatchObject({ changed: 0 })
  })
})

import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimDueAccounts } from '../../../server/store/accounts.ts'
import { DAY } from '../../../server/wire/limits.ts'
import { databases, type TestDatabase } from '../../store/databases.ts'
import {
  group,
  identify,
  NOW,
  openTestLane,
  readyToBuy,
  rebuild,
  request,
  SUCCESS,
  send,
  type TestLane,
  track,
} from './harness.ts'
import { onEveryDatabase } from './suite.ts'

const ACME = { context: { groupId: 'acme' } }

onEveryDatabase('many at once', (bench) => {
  test('300 concurrent requests on one account are all counted', async () => {
    const people = Array.from({ length: 10 }, (_, n) => `user-${n}`)
    const receipts = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        send(bench.lane, [track('Core Action Completed', { userId: people[n % 10], ...ACME })]),
      ),
    )
    expect(receipts).toEqual(receipts.map(() => SUCCESS))
    const views = await Promise.all(people.map((userId) => bench.lane.user(userId, NOW)))
    const counts = views.map((view) => view?.signals.find((use) => use.signal === 'core')?.count)
    expect(counts).toEqual(people.map(() => 30))
    expect(await bench.lane.account('acme', NOW)).toMatchObject({ users: 10, activeUsers: 10 })
    expect(await rebuild(bench.lane, NOW)).toMatchObject({ changed: 0 })
  })

  test('an event that makes the core throw is set aside, the rest of the request counts', async () => {
    await send(bench.lane, [track('Pricing Viewed', { userId: 'eve', context: { groupId: 'broken' } })])
    await bench.lane.flush()
    await bench.lane.store.db
      .updateTable('account')
      .set({ doc: '{"at":0}' })
      .where('key', '=', 'broken')
      .execute()
    const lane = await openTestLane(bench.database.url)
    const bad = track('Pricing Viewed', { userId: 'eve', context: { groupId: 'broken' } })
    expect(await send(lane, [track('Pricing Viewed', ACME), bad, track('Pricing Viewed', ACME)])).toEqual(
      SUCCESS,
    )
    expect(await lane.user('ann', NOW)).toMatchObject({
      signals: [{ signal: 'active' }, { signal: 'pricing', count: 2 }],
    })
    expect(await lane.rejected(10)).toMatchObject([
      { reason: expect.stringMatching(/^quarantined: /), type: 'track' },
    ])
    await lane.close()
  })

  test('an account that cannot be advanced does not hold up the others', async () => {
    await send(bench.lane, readyToBuy({ ...ACME }))
    const { db } = bench.lane.store
    await db
      .insertInto('account')
      .values({ key: 'broken', doc: '{"at":0,"dueAt":1}', due_at: 1, seq: 0 })
      .execute()
    const { nextDueAt } = await bench.lane.advance(NOW, 100)
    expect(nextDueAt).toBeGreaterThan(NOW)
  })
})

/** Two of the three, in turn. */
const twoOf = ([a, b, c]: readonly [TestLane, TestLane, TestLane], n: number): readonly TestLane[] =>
  n % 3 === 0 ? [a, b] : n % 3 === 1 ? [b, c] : [c, a]

describe.each(databases().filter(({ kind }) => kind === 'postgres'))(
  'several servers on one $kind',
  ({ make }) => {
    let database: TestDatabase
    let servers: [TestLane, TestLane, TestLane]
    beforeAll(async () => {
      database = await make()
      const open = () => openTestLane(database.url)
      servers = await Promise.all([open(), open(), open()])
    })
    afterAll(async () => {
      for (const server of servers) await server.close()
      await database.drop()
    })

    test('whatever they do to the same people at once, every event counts once and profiles equal the journal', async () => {
      const people = ['p0', 'p1', 'p2', 'p3']
      const visitors = ['w0', 'w1', 'w2', 'w3']
      const requests = Array.from({ length: 60 }, (_, n) => {
        const userId = people[n % 4]
        const anonymousId = visitors[(n * 7) % 4]
        const who = n % 3 === 0 ? { userId: null, anonymousId } : { userId }
        return request([
          track('Core Action Completed', who),
          ...(n % 10 === 3 ? [identify({ userId, anonymousId, timestamp: NOW - n * 1000 })] : []),
          ...(n % 15 === 4 ? [group(n % 2 ? 'left' : 'right', { userId, timestamp: NOW - n })] : []),
          track('Pricing Viewed', { ...who, ...(n % 2 && { context: { groupId: 'left' } }) }),
        ])
      })
      // Every request goes to two servers, as a sender does who got no answer from the first.
      await Promise.all(requests.flatMap((one, n) => twoOf(servers, n).map((server) => server.ingest([one]))))
      const [first] = servers
      const rows = await first.store.db.selectFrom('journal').select(['subject', 'message_id']).execute()
      const sent = requests.flatMap(({ body }) => JSON.parse(body).batch)
      expect(rows).toHaveLength(sent.length)
      expect(await rebuild(first, NOW)).toMatchObject({ changed: 0 })
    })

    test('one decision is one message, whichever server decides it', async () => {
      const batch = readyToBuy({ userId: 'zoe', context: { groupId: 'zoo' } })
      await Promise.all(servers.map((server) => send(server, batch)))
      await Promise.all(servers.map((server) => server.advance(NOW + 1, 100)))
      const claims = await Promise.all(
        servers.map((server) =>
          server.claimOutbox({ channel: 'webhook', now: NOW + 1, atMost: 9, leaseAfter: 9 }),
        ),
      )
      expect(claims.flat().filter((row) => row.account === 'zoo')).toHaveLength(1)
    })

    test('an account that is due is woken by one server; what one that died had claimed goes to the others', async () => {
      const [one, two] = servers
      const { db } = one.store
      const late = NOW + 400 * DAY
      await send(
        one,
        Array.from({ length: 40 }, (_, n) =>
          track('Pricing Viewed', { userId: `d${n}`, context: { groupId: `due-${n}` } }),
        ),
      )
      for (const server of servers) for (let more = true; more; ) ({ more } = await server.advance(late, 100))
      const makeDue = () =>
        db.updateTable('account').set({ due_at: late }).where('key', 'like', 'due-%').execute()
      await makeDue()
      const woken = await Promise.all(servers.map((server) => server.advance(late, 100)))
      expect(woken.reduce((sum, { advanced }) => sum + advanced, 0)).toBe(40)
      await makeDue()
      // The first dies with these in hand.
      const lost = await claimDueAccounts(db, { now: late, atMost: 25, leaseAfter: 15_000 })
      expect(lost).toHaveLength(25)
      expect(await two.advance(late, 100)).toMatchObject({ advanced: 15, nextDueAt: late + 1000 })
      expect(await two.advance(late + 15_000, 100)).toMatchObject({ advanced: 25 })
    })

    test('of two servers that review the same held request at once one decides: it counts if that one accepted it', async () => {
      const { db } = servers[0].store
      const senders = Array.from({ length: 45 }, (_, n) => `asks-${n}`)
      for (const userId of senders)
        await send(servers[0], [
          track('Sales Contact Requested', { userId, properties: { message: 'Call me' } }),
        ])
      const waiting = await servers[1].heldRaises()
      const reviewers = [servers[0], servers[1]] as const
      expect(waiting.length).toBeGreaterThan(15)
      const reviews = await Promise.all(
        waiting.map(async ({ id, userId }, n) => {
          const actions = n % 3 === 0 ? (['accept', 'accept'] as const) : (['accept', 'dismiss'] as const)
          const answers = await Promise.all(
            actions.map((action, by) =>
              reviewers[(n + by) % 2 === 0 ? 0 : 1].reviewHeld({ id, action, now: NOW + 1 }),
            ),
          )
          return { userId, actions, answers, winner: actions[answers.findIndex((one) => one !== 'decided')] }
        }),
      )
      const counted = await db
        .selectFrom('journal')
        .select('subject')
        .where('subject', 'like', 'asks-%')
        .execute()
      const taken = new Set(counted.map(({ subject }) => subject))
      for (const { userId, answers, winner } of reviews) {
        expect(answers.filter((one) => one === 'decided')).toHaveLength(1)
        expect(taken.has(userId ?? '')).toBe(winner === 'accept')
      }
    })

    test('what a server remembers of an account holds only until another one writes it', async () => {
      const [one, two] = servers
      const fields = { userId: 'kim', context: { groupId: 'kept' } }
      for (let n = 0; n < 4; n++)
        for (const server of [one, one, two]) await send(server, [track('Core Action Completed', fields)])
      const view = await one.user('kim', NOW)
      expect(view?.signals.find(({ signal }) => signal === 'core')?.count).toBe(12)
      expect(await two.erase({ kind: 'user', id: 'kim' }, NOW)).toMatchObject({ left: 0 })
      await send(one, [track('Pricing Viewed', { ...fields, userId: 'lee' })])
      await send(one, [track('Core Action Completed', fields)])
      const back = await two.user('kim', NOW)
      expect(back?.signals.find(({ signal }) => signal === 'core')?.count).toBe(1)
      expect(await rebuild(two, NOW)).toMatchObject({ changed: 0 })
    })

    test('a deadlock while visitors are locked is met by another try', async () => {
      const [one, two] = servers
      const visitor = track('Pricing Viewed', {
        userId: null,
        anonymousId: 'stuck',
        context: { groupId: 'knot' },
      })
      await send(one, [visitor])
      let sent: ReturnType<typeof send> | undefined
      await two.store.transaction(async ({ db }) => {
        await sql`select from subject where id = '~stuck' for update`.execute(db)
        sent = send(one, [{ ...visitor, messageId: 'next' }])
        await setTimeout(300)
        await sql`select from account where key = 'knot' for update`.execute(db)
      })
      expect(await sent).toEqual(SUCCESS)
    })

    test('an account that another server erased is not made again by who remembers it', async () => {
      const [one, two] = servers
      await send(one, [group('lost', { userId: 'may' })])
      await send(one, [track('Pricing Viewed', { userId: 'may' })])
      expect(await two.erase({ kind: 'account', id: 'lost' }, NOW)).toMatchObject({ left: 0 })
      await send(one, [track('Pricing Viewed', { userId: 'may' })])
      const keys = await two.store.db
        .selectFrom('account')
        .select('key')
        .where('key', 'in', ['lost', '~may'])
        .execute()
      expect(keys).toEqual([{ key: '~may' }])
    })

    test('nor is the one of an erased person who comes back with an address of another domain', async () => {
      const [one, two] = servers
      const named = (email: string) => identify({ userId: 'ida', traits: { email } })
      await send(one, [named('ida@gone.example')])
      expect(await two.erase({ kind: 'user', id: 'ida' }, NOW)).toMatchObject({ left: 0 })
      await send(one, [named('ida@gmail.com')])
      const keys = await two.store.db
        .selectFrom('account')
        .select('key')
        .where('key', 'in', ['gone.example', '~ida'])
        .execute()
      expect(keys).toEqual([{ key: '~ida' }])
    })

    test('nor is one made for a message that counted elsewhere before', async () => {
      const [one, two] = servers
      const sent = (groupId: string) =>
        track('Pricing Viewed', { messageId: 'twice', userId: 'leo', context: { groupId } })
      await send(one, [sent('counted')])
      expect(await send(one, [sent('empty')])).toEqual(SUCCESS)
      expect(await send(two, [sent('empty')])).toEqual(SUCCESS)
      const keys = await two.store.db
        .selectFrom('account')
        .select('key')
        .where('key', 'in', ['counted', 'empty'])
        .execute()
      expect(keys).toEqual([{ key: 'counted' }])
    })

    test('a model that one server publishes is noticed by the others when they meet it', async () => {
      const [one, two] = servers
      const { value } = await one.model()
      await one.publishModel({ model: { ...value, name: 'second' }, by: 'ops', now: NOW })
      await one.advance(NOW + 2, 100)
      expect(await send(two, [track('Pricing Viewed', { context: { groupId: 'zoo' } })])).toEqual(SUCCESS)
      expect(await two.model()).toMatchObject({ value: { name: 'second' } })
    })
  },
)

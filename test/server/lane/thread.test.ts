import { statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Lane, LaneNews } from '../../../server/commands.ts'
import { openLane } from '../../../server/lane.ts'
import { databases, type TestDatabase } from '../../store/databases.ts'
import { administer } from '../../store/postgres.ts'
import { KEYS, NOW, optionsFor, readyToBuy, rebuild, request, SUCCESS, send, track } from './harness.ts'

describe.each(databases())('the lane on $kind', ({ kind, make }) => {
  let database: TestDatabase
  let lane: Lane
  beforeEach(async () => {
    database = await make()
    lane = await openLane(optionsFor(database.url))
  })
  afterEach(async () => {
    await lane.close()
    await database.drop()
  })

  test('what was asked before closing is answered, what is asked after is refused', async () => {
    const answers = Array.from({ length: 20 }, () => send(lane, [track('Core Action Completed')]))
    const closing = lane.close()
    const settled = await Promise.allSettled(kind === 'sqlite' ? answers : [])
    await closing
    for (const one of settled) expect(one).toEqual({ status: 'fulfilled', value: SUCCESS })
    await expect(lane.ping(NOW)).rejects.toThrow()
    lane = await openLane(optionsFor(database.url))
    if (kind === 'sqlite')
      expect(await lane.user('ann', NOW)).toMatchObject({
        signals: [{ count: 20 }, { signal: 'core', count: 20 }],
      })
  })

  test('news comes after the commit, with the leads that changed', async () => {
    const news: LaneNews[] = []
    const undo = lane.onNews((one) => news.push(one))
    await send(lane, readyToBuy({ context: { groupId: 'acme' } }))
    expect(news).toMatchObject([{ leads: ['1~acme'], outbox: true, dueAt: expect.any(Number) }])
    undo()
    await send(lane, [track('Sales Contact Requested', { context: { groupId: 'acme' } })])
    expect(news).toHaveLength(1)
  })

  test.runIf(kind === 'postgres')(
    'a lead that another server changed is news here too, also after the connection broke',
    async () => {
      const other = await openLane(optionsFor(database.url))
      const heard: string[] = []
      lane.onNews(({ leads }) => heard.push(...leads))
      await send(other, [track('Sales Contact Requested', { context: { groupId: 'acme' } })])
      await vi.waitUntil(() => heard.includes('1~acme'))
      await administer(
        database.url,
        "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen tidemark' and datname = current_database()",
      )
      let n = 0
      await vi.waitUntil(
        async () => {
          const groupId = `co${n++}`
          await send(other, [track('Sales Contact Requested', { userId: groupId, context: { groupId } })], {
            key: KEYS.secret,
          })
          return heard.length > 1
        },
        { timeout: 10_000, interval: 100 },
      )
      await other.close()
    },
  )

  test.runIf(kind === 'sqlite')(
    'what is committed is copied from the log into the file beside the commits, long before the log is full',
    async () => {
      const file = database.url.slice('sqlite:'.length)
      const batch = Array.from({ length: 200 }, () => track('Core Action Completed'))
      await send(lane, batch)
      const { size } = statSync(`${file}-wal`)
      expect(size).toBeLessThan(8000 * 4096)
      await vi.waitUntil(() => statSync(file).size > 200 * 1024, { timeout: 5000 })
    },
  )

  test('each request has its own answer, in order', async () => {
    const receipts = await lane.ingest([
      request([track('Core Action Completed')]),
      request([], { body: '{' }),
      request([track('Core Action Completed')], { key: 'pk_unknown' }),
    ])
    expect(receipts.map((receipt) => receipt.status)).toEqual([200, 400, 401])
  })

  test('keys, once made, are the same after a restart', async () => {
    const options = { ...optionsFor(database.url), keys: {} }
    await lane.close()
    lane = await openLane(options)
    const keys = await lane.keys()
    expect(keys.write).toMatch(/^pk_/)
    expect(keys.testSecret).toMatch(/^sk_test_/)
    await lane.close()
    lane = await openLane(options)
    expect(await lane.keys()).toEqual(keys)
  })

  test('profiles read after a restart go on as if there had been none', async () => {
    const deeds = readyToBuy({ context: { groupId: 'acme' } })
    await send(lane, deeds.slice(0, 5))
    await lane.close()
    lane = await openLane(optionsFor(database.url))
    await send(lane, deeds)
    expect(await lane.leads({ status: 'open', historic: true }, NOW)).toMatchObject([{ score: 80 }])
    expect(await rebuild(lane, NOW)).toMatchObject({ changed: 0 })
  })

  test.runIf(kind === 'sqlite')(
    'a second server on the same file is refused, and told what to do',
    async () => {
      await expect(openLane(optionsFor(database.url))).rejects.toThrow(/Another Tidemark server .* Postgres/)
    },
  )
})

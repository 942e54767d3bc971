import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import type { OutboxRow, Settled } from '../../../server/commands.ts'
import { createPost, type Post } from '../../../server/deliver/post.ts'
import { composeWebhook } from '../../../server/deliver/webhook.ts'
import { createDispatch } from '../../../server/dispatch.ts'
import { DAY, HOUR, SECOND } from '../../../server/wire/limits.ts'
import { outboxLane } from './fake-lane.ts'
import { leadMessage, outboxRow } from './messages.ts'
import { startReceiver } from './receiver.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const START = Date.parse('2026-11-16T09:00:00Z')
const localPost = createPost({ allowPrivateHosts: true, timeoutAfter: 200 })
const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const receiver = async (...answer: Parameters<typeof startReceiver>) => {
  const started = await startReceiver(...answer)
  cleanUps.push(started.close)
  return started
}

/** A dispatcher whose clock stands until the test moves it; `settles` resolves when so many attempts have ended. */
const dispatching = (url: string, rows: readonly OutboxRow[], post: Post = localPost) => {
  const { lane, settled } = outboxLane(rows)
  const waiting: (() => void)[] = []
  let now = START
  const compose = composeWebhook(url, SECRET)
  const settle = async (results: readonly Settled[]) => {
    await lane.settleOutbox(results)
    for (const wake of waiting.splice(0)) wake()
  }
  const dispatch = createDispatch({
    lane: { ...lane, settleOutbox: settle },
    channels: { webhook: compose, slack: compose },
    post,
    now: () => now,
    chance: () => 0.5,
    onSettled: () => {},
    onError: (error) => {
      throw error
    },
  })
  cleanUps.unshift(dispatch.stop)
  return {
    settled,
    dispatch,
    passTo: (instant: number) => {
      now = instant
      dispatch.wake()
    },
    settles: async (count: number) => {
      while (settled.length < count) await new Promise<void>((wake) => waiting.push(wake))
    },
  }
}

test("a webhook carries the row's id, and the standardwebhooks library accepts its signature", async () => {
  const { url, received, until } = await receiver()
  const body = JSON.stringify(leadMessage())
  const { lane } = outboxLane([outboxRow({ id: 'dec_7', body })])
  const dispatch = createDispatch({
    lane,
    channels: { webhook: composeWebhook(`${url}/hook`, SECRET) },
    post: localPost,
    now: Date.now,
    chance: () => 0.5,
    onSettled: () => {},
    onError: () => {},
  })
  await until(1)
  await dispatch.stop()
  const [request] = received
  expect(request?.headers['webhook-id']).toBe('dec_7')
  expect(request?.body).toBe(body)
  const headers = Object.fromEntries(Object.entries(request?.headers ?? {}).map(([k, v]) => [k, String(v)]))
  expect(new Webhook(SECRET).verify(body, headers)).toEqual(leadMessage())
})

test('a failed delivery is tried again, later each time, until the receiver is back', async () => {
  const { url, received } = await receiver((_request, index) => ({ status: index < 3 ? 500 : 200 }))
  const { settled, settles, passTo } = dispatching(url, [outboxRow()])
  for (const attempt of [1, 2, 3]) {
    await settles(attempt)
    passTo(settled[attempt - 1]?.retryAt ?? 0)
  }
  await settles(4)
  const delays = settled.map(({ at, retryAt }) => (retryAt === null ? null : retryAt - at))
  expect(delays).toEqual([5 * SECOND, 20 * SECOND, 80 * SECOND, null])
  expect(settled.at(-1)).toMatchObject({ ok: true, error: null })
  expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['msg_1']))
})

test('it is not tried before its time', async () => {
  const { url, received } = await receiver(() => ({ status: 500 }))
  const { settles, passTo, dispatch } = dispatching(url, [outboxRow()])
  await settles(1)
  passTo(START + 4 * SECOND)
  await dispatch.stop()
  expect(received).toHaveLength(1)
})

test('after about three days it is given up', async () => {
  const { url } = await receiver(() => ({ status: 500 }))
  const { settled, settles, passTo } = dispatching(url, [outboxRow()])
  for (let attempt = 1; settled.at(-1)?.retryAt !== null; attempt += 1) {
    await settles(attempt)
    passTo(settled.at(-1)?.retryAt ?? 0)
  }
  const took = (settled.at(-1)?.at ?? 0) - START
  expect(took).toBeGreaterThan(2.5 * DAY)
  expect(took).toBeLessThan(3.5 * DAY)
})

test('Retry-After is honoured', async () => {
  const { url } = await receiver(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
  const { settled, settles } = dispatching(url, [outboxRow()])
  await settles(1)
  expect(settled[0]).toMatchObject({ ok: false, retryAt: START + HOUR, error: 'answered 429' })
})

test('redirects are not followed', async () => {
  const target = await receiver()
  const { url } = await receiver(() => ({ status: 302, headers: { location: target.url } }))
  const { settled, settles } = dispatching(url, [outboxRow()])
  await settles(1)
  expect(settled[0]).toMatchObject({ ok: false, error: 'answered 302; redirects are not followed' })
  expect(target.received).toEqual([])
})

test('a receiver that hangs is left after the time limit and tried again', async () => {
  const { url } = await receiver(() => 'hang')
  const { settled, settles } = dispatching(url, [outboxRow()])
  await settles(1)
  expect(settled[0]).toMatchObject({ ok: false, error: 'no answer in time', retryAt: START + 5 * SECOND })
})

test('a hanging channel delays no other', async () => {
  const { url, received } = await receiver(({ headers }) =>
    String(headers['webhook-id']).startsWith('stuck') ? 'hang' : { status: 200 },
  )
  const stuck = Array.from({ length: 40 }, (_, index) => outboxRow({ id: `stuck_${index}` }))
  const { settles, settled } = dispatching(url, [...stuck, outboxRow({ id: 'free', channel: 'slack' })])
  await settles(1)
  expect(settled[0]).toMatchObject({ id: 'free', ok: true })
  expect(received.length).toBeLessThan(40)
})

test('stopping waits for what is under way and settles it', async () => {
  const { url, until } = await receiver(() => 'hang')
  const { settled, dispatch } = dispatching(url, [outboxRow()])
  await until(1)
  await dispatch.stop()
  expect(settled).toHaveLength(1)
})

test('the news of new rows wakes it', async () => {
  const { url, until } = await receiver()
  const rows: OutboxRow[] = []
  const { lane } = outboxLane([])
  const dispatch = createDispatch({
    lane: { ...lane, claimOutbox: async ({ channel }) => (channel === 'webhook' ? rows.splice(0) : []) },
    channels: { webhook: composeWebhook(url, SECRET) },
    post: localPost,
    now: Date.now,
    chance: () => 0.5,
    onSettled: () => {},
    onError: () => {},
  })
  cleanUps.unshift(dispatch.stop)
  rows.push(outboxRow())
  lane.tell({ outbox: true })
  await until(1)
})

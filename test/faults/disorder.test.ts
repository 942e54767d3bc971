import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { UserView } from '../../server/wire/view.ts'
import { track } from '../server/lane/harness.ts'
import { ADMIN_TOKEN, dice, isLong, judge, post, startLoad, startServer } from './stand.ts'

vi.setConfig({ testTimeout: isLong ? 3_600_000 : 240_000 })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-disorder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const EVENTS = isLong ? 20_000 : 600
const YEAR = 365 * 86_400_000
const NAMES = ['Core Action Completed', 'Integration Connected', 'Pricing Viewed', 'Invite Sent'] as const

/** What a person is, without the instants at which the two servers were asked. */
const reading = async (url: string, userId: string) => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const user = (await (await fetch(`${url}/api/users/${userId}`, { headers })).json()) as UserView
  const { accountId, score, tier, qualified, traits, ledger } = user
  return {
    accountId,
    score,
    tier,
    qualified,
    traits,
    ledger: ledger.map(({ rule, points }) => ({ rule, points })),
  }
}

test('shuffled, 30 % repeated, some replayed late, with clocks a year off and poison among them: the same profiles', async () => {
  const random = dice('disorder')
  const now = Date.now()
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const isOff = random.happens(0.1)
    const clock = isOff ? random.pick([YEAR, -YEAR]) : 0
    return track(random.pick(NAMES), {
      messageId: `m-${n}`,
      userId: `user-${random.between(0, 9)}`,
      context: { groupId: `account-${random.between(0, 2)}` },
      timestamp: new Date(now - random.between(1, 20 * 86_400_000) + clock).toISOString(),
      sentAt: new Date(now + clock).toISOString(),
    })
  })
  const poison = [
    { type: 'track' },
    { type: 'track', event: 'x', userId: '__proto__' },
    {
      type: 'track',
      event: 'x',
      userId: 'u',
      properties: { deep: JSON.parse('['.repeat(40) + ']'.repeat(40)) },
    },
    { type: 'identify', userId: 'a\u0000b' },
    { type: 'track', event: 'x', userId: '~reserved', messageId: 'p' },
    { type: 'track', event: 'x', userId: 'u', timestamp: 'yesterday' },
    null,
    7,
  ] as unknown as typeof events
  const urls = [`sqlite:${join(folder, 'ordered.db')}`, `sqlite:${join(folder, 'disordered.db')}`] as const
  const [ordered, disordered] = [await startServer(urls[0]), await startServer(urls[1])]
  for (let at = 0; at < events.length; at += 50)
    expect(await post(ordered.url, events.slice(at, at + 50))).toBe(200)

  const mixed = events.flatMap((event) => (random.happens(0.3) ? [event, event] : [event]))
  const dealt = mixed.map((event) => ({ event, at: random.next() })).sort((a, b) => a.at - b.at)
  const late = dealt.slice(0, EVENTS / 10)
  const stream = [...dealt, ...late].map(({ event }) => event)
  for (let at = 0; at < stream.length; at += 37) {
    const batch = [...stream.slice(at, at + 37), random.pick(poison as [never, ...never[]])]
    expect(await post(disordered.url, batch)).toBe(200)
  }
  for (let n = 0; n < 10; n++)
    expect(await reading(disordered.url, `user-${n}`)).toEqual(await reading(ordered.url, `user-${n}`))
  await ordered.end()
  await disordered.end()
  const ids = events.map(({ messageId }) => String(messageId))
  await judge(urls[1], ids)
})

test('one account that gets everything loses nothing', async () => {
  const url = `sqlite:${join(folder, 'hot.db')}`
  const server = await startServer(url)
  const rates: number[] = []
  for (const accounts of [200, 200, 1]) {
    const load = startLoad([server.url], `on ${accounts} ${rates.length}`, {
      senders: 16,
      eventOf: (messageId, n) =>
        track('Core Action Completed', {
          messageId,
          userId: `user-${n % 400}`,
          context: { groupId: `account-${n % accounts}` },
        }),
    })
    const startedAt = performance.now()
    await load.until(isLong ? 100_000 : 500)
    await load.stop()
    rates.push(load.acknowledged.length / (performance.now() - startedAt))
  }
  // The first round warms up. A figure for whoever runs it; a test makes no claims about time.
  console.log(
    `one hot account: ${((rates[2] ?? 0) / (rates[1] ?? 1)).toFixed(2)} of the throughput over 200 accounts`,
  )
  await server.end()
  await judge(url, [])
})

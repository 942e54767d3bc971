import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Delivery } from '../../server/wire/operations.ts'
import { type Answer, startReceiver } from '../server/edge/receiver.ts'
import { track } from '../server/lane/harness.ts'
import { ADMIN_TOKEN, isLong, judge, post, startLoad, startServer } from './stand.ts'

vi.setConfig({ testTimeout: isLong ? 3_600_000 : 240_000 })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-receivers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MOODS: readonly Answer[] = [
  { status: 500 },
  { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
  { status: 429, headers: { 'retry-after': '1' } },
  'hang',
]

test('a receiver that fails, redirects, asks for patience or hangs holds up no event, and in the end has every message', async () => {
  let isWell = false
  const receiver = await startReceiver((_, index) =>
    isWell ? { status: 204 } : (MOODS[index % MOODS.length] ?? 'hang'),
  )
  const url = `sqlite:${join(folder, 'receivers.db')}`
  const server = await startServer(url, {
    TIDEMARK_WEBHOOK_URL: `${receiver.url}/hook`,
    TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
  })
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const deliveries = async (): Promise<Delivery[]> =>
    (await fetch(`${server.url}/api/deliveries`, { headers })).json() as Promise<Delivery[]>
  const leads = Array.from({ length: 8 }, (_, n) =>
    track('Sales Contact Requested', { userId: `u-${n}`, context: { groupId: `firm-${n}` } }),
  )
  for (const lead of leads.slice(0, 5)) expect(await post(server.url, [lead])).toBe(200)
  await receiver.until(5)
  const load = startLoad([server.url], 'beside')
  await load.until(200)
  await load.stop()
  expect([...load.answers.keys()]).toEqual([200])
  expect((await deliveries()).filter(({ status }) => status === 'pending')).toHaveLength(5)

  isWell = true
  for (const { id } of await deliveries())
    await fetch(`${server.url}/api/deliveries/${encodeURIComponent(id)}/replay`, { method: 'POST', headers })
  const delivered = async () => (await deliveries()).filter(({ status }) => status === 'delivered').length
  await expect.poll(delivered, { timeout: 60_000 }).toBe(5)
  const ids = new Set(receiver.received.map((request) => request.headers['webhook-id']))
  expect(ids.size).toBe(5)
  // Killed: a request that hangs would be waited for.
  await server.end('SIGKILL')
  await receiver.close()
  await judge(url, load.acknowledged)
})

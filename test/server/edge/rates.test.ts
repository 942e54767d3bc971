import { Analytics } from '@segment/analytics-node'
import { afterEach, expect, test } from 'vitest'
import { createRates } from '../../../server/http/rates.ts'
import { networkOf } from '../../../server/network.ts'
import { KEYS, openTestLane, type TestLane } from '../lane/harness.ts'
import { type Edge, startEdge } from './harness.ts'

let lane: TestLane
let edge: Edge
afterEach(async () => {
  await edge.close()
  await lane.close()
})

/** 20 requests at once, then one a second: from each address, or with each key. */
const start = async (env: Record<string, string>, now = Date.now): Promise<void> => {
  lane = await openTestLane('sqlite::memory:')
  const both = { ...lane, onNews: () => () => undefined }
  edge = await startEdge(both, { now, env: { TIDEMARK_TRUST_PROXY: '1', ...env } })
}

const post = (
  address: string,
  { key = KEYS.write, body = '{', ...headers }: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${edge.url}/v1/batch${key && `?writeKey=${key}`}`, {
    method: 'POST',
    body,
    headers: { 'x-forwarded-for': address, ...headers },
  })
const statuses = async (times: number, ask: () => Promise<Response>): Promise<number[]> => {
  const all: number[] = []
  for (let n = 0; n < times; n++) all.push((await ask()).status)
  return all
}

test('an address that sends too often is told when to come back; others are not held up, nor is it for long', async () => {
  let now = 1_800_000_000_000
  await start({ TIDEMARK_RATE_ADDRESS: '1' }, () => now)
  expect(await statuses(20, () => post('203.0.113.9'))).toEqual(Array(20).fill(400))
  const refused = await post('203.0.113.9')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After')
  expect(await refused.json()).toMatchObject({ status: 429, detail: expect.stringContaining('too often') })
  expect((await post('203.0.113.10')).status).toBe(400)
  // Of one that has a network of them each counts for all.
  expect(await statuses(21, () => post(`2001:db8::${now++ % 7}`))).toEqual([...Array(20).fill(400), 429])
  now += 1000
  expect((await post('203.0.113.9')).status).toBe(400)
  expect((await post('203.0.113.9')).status).toBe(429)
})

test('a body that comes too often is not even read', async () => {
  await start({ TIDEMARK_RATE_ADDRESS: '1' }, () => 1_800_000_000_000)
  await statuses(20, () => post('203.0.113.9'))
  const answer = await post('203.0.113.9', { body: 'x'.repeat(2_000_000) })
  expect(answer.status).toBe(429)
  expect(await lane.rejected(10)).toEqual([])
})

test("the pages' key that is used too often holds up neither backends nor what is tried with a test key", async () => {
  await start({ TIDEMARK_RATE_KEY: '1' }, () => 1_800_000_000_000)
  let n = 0
  const anyone = () => post(`203.0.113.${n++}`)
  expect(await statuses(21, anyone)).toEqual([...Array(20).fill(400), 429])
  expect((await post('203.0.113.99', { key: KEYS.secret })).status).toBe(400)
})

test('what a key of ours may send is not used up by keys that nobody knows, by none, or from refused origins', async () => {
  const env = { TIDEMARK_RATE_KEY: '1', TIDEMARK_ORIGINS: 'https://app.example' }
  await start(env, () => 1_800_000_000_000)
  const unknown = () => post('203.0.113.1', { key: 'pk_made_up' })
  expect(await statuses(21, unknown)).toEqual(Array(21).fill(401))
  const refused = () => post('203.0.113.2', { origin: 'https://evil.example' })
  expect(await statuses(21, refused)).toEqual(Array(21).fill(401))
  const inBody = () => post('203.0.113.3', { key: '' })
  expect(await statuses(21, inBody)).toEqual([...Array(20).fill(400), 429])
  const page = () => post('203.0.113.4', { origin: 'https://app.example' })
  expect(await statuses(21, page)).toEqual([...Array(20).fill(400), 429])
})

test('keys that are guessed count for the address', async () => {
  await start({ TIDEMARK_RATE_ADDRESS: '1' }, () => 1_800_000_000_000)
  const guess = () => post('203.0.113.1', { key: 'pk_made_up' })
  expect(await statuses(21, guess)).toEqual([...Array(20).fill(401), 429])
})

test("Segment's SDK comes back as it is told, and loses nothing", async () => {
  await start({ TIDEMARK_RATE_KEY: '10' })
  const sdk = new Analytics({ writeKey: KEYS.write, host: edge.url, path: '/v1/batch', flushAt: 1 })
  // 200 at once, and what comes beyond.
  for (let n = 0; n < 215; n++) sdk.track({ userId: 'ann', event: 'Core Action Completed' })
  await sdk.closeAndFlush()
  const ann = await lane.user('ann', Date.now())
  expect(ann?.signals.find(({ signal }) => signal === 'core')?.count).toBe(215)
})

test('how many addresses there are changes nothing in what is remembered', async () => {
  await start({})
  const keys = { write: 'a', secret: 'b', testWrite: 'c', testSecret: 'd' }
  const { ofAddress } = createRates({ rates: { address: 1, key: 0 } }, keys)
  for (let n = 0; n < 20; n++) expect(ofAddress('198.51.100.1', 0)).toBe(0)
  expect(ofAddress('198.51.100.1', 0)).toBe(1000)
  for (let n = 0; n < 60_000; n++) ofAddress(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 0)
  expect(ofAddress('198.51.100.1', 0)).toBe(0)
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
  expect(networkOf('::1')).toBe(':0:0:0')
  expect(networkOf('::ffff:192.0.2.1')).toBe('::ffff:192.0.2.1')
})

import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { fakeLane, recordingLane } from './fake-lane.ts'
import { type Edge, startEdge } from './harness.ts'

let edge: Edge
afterEach(() => edge.close())

const recording = async () => {
  const { lane, requests } = recordingLane()
  edge = await startEdge(lane)
  return requests
}
const send = (path: string, init: RequestInit) => fetch(edge.url + path, { method: 'POST', ...init })
const statusOfAnother = async () => (await send('/v1/batch', { body: '{}' })).status
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

test('an accepted batch is answered with exactly {"success":true}', async () => {
  await recording()
  const response = await send('/v1/batch', { body: '{"batch":[]}' })
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('{"success":true}')
})

test.each([
  ['basic with a colon', '', basic('pk_abcdef:'), 'pk_abcdef'],
  ['basic without a colon', '', basic('pk_abcdef'), 'pk_abcdef'],
  ['basic in lower case', '', { authorization: `basic ${btoa('pk_abcdef:')}` }, 'pk_abcdef'],
  ['the query', '?writeKey=pk_abcdef', {}, 'pk_abcdef'],
  ['neither: the body has it', '', {}, null],
] as const)('the key is read from %s', async (_name, query, headers, key) => {
  const requests = await recording()
  await send(`/v1/track${query}`, { body: '{}', headers })
  expect(requests[0]).toMatchObject({ key, endpoint: 'track', body: '{}' })
})

test.each([
  ['/v1/i', 'identify'],
  ['/v1/t', 'track'],
  ['/v1/p', 'page'],
  ['/v1/s', 'screen'],
  ['/v1/g', 'group'],
  ['/v1/a', 'alias'],
  ['/v1/b', 'batch'],
  ['/v1/import', 'import'],
])('%s means %s', async (path, endpoint) => {
  const requests = await recording()
  await send(path, { body: '{}' })
  expect(requests[0]?.endpoint).toBe(endpoint)
})

test('telemetry of other SDKs is accepted and dropped', async () => {
  const requests = await recording()
  const response = await send('/v1/m', { body: '{"series":[]}' })
  expect([response.status, await response.text(), requests.length]).toEqual([200, '{"success":true}', 0])
})

test.each([
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/json',
  'application/octet-stream',
  ';;no type at all',
])('JSON is taken as %s', async (type) => {
  const requests = await recording()
  await send('/v1/batch', { body: '{"batch":["ä"]}', headers: { 'content-type': type } })
  expect(requests[0]?.body).toBe('{"batch":["ä"]}')
})

test.each([{}, { 'content-encoding': 'gzip' }])(
  'gzip is told by its first bytes, with headers %j',
  async (headers) => {
    const requests = await recording()
    const response = await send('/v1/batch', { body: gzipSync('{"batch":[]}'), headers })
    expect([response.status, requests[0]?.body]).toEqual([200, '{"batch":[]}'])
  },
)

test('a gzip bomb is refused with 400 and never reaches the lane', async () => {
  const requests = await recording()
  const response = await send('/v1/batch', { body: gzipSync(Buffer.alloc(50_000_000)) })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining('500 KB') })
  expect(requests).toEqual([])
})

test('broken gzip is refused with 400', async () => {
  await recording()
  const response = await send('/v1/batch', { body: gzipSync('{"batch":[]}').subarray(0, 20) })
  expect(response.status).toBe(400)
})

test.each(['with its length', 'in pieces'])(
  'a body past 500 KB, sent %s, is refused with 400',
  async (how) => {
    const requests = await recording()
    const status = await new Promise((done, fail) => {
      const body = Buffer.alloc(600_000, 'x')
      const headers = how === 'in pieces' ? {} : { 'content-length': body.length }
      const sending = request(`${edge.url}/v1/batch`, { method: 'POST', headers }, (response) => {
        response.resume()
        done(response.statusCode)
      })
      sending.on('error', fail)
      sending.write(body.subarray(0, 300_000))
      sending.end(body.subarray(300_000))
    })
    expect(status).toBe(400)
    expect(requests).toEqual([])
  },
)

test('any page may call, without credentials, and read Retry-After and ETag', async () => {
  await recording()
  const { headers } = await send('/v1/batch', { body: '{}', headers: { origin: 'https://app.example' } })
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('access-control-allow-credentials')).toBeNull()
  expect(headers.get('access-control-expose-headers')).toBe('Retry-After, ETag')
})

test('a preflight allows what the SDKs send', async () => {
  await recording()
  const response = await fetch(`${edge.url}/v1/t`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,anonymousid',
    },
  })
  expect(response.status).toBe(204)
  const allowed = (response.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(', ')
  expect(allowed).toEqual(
    expect.arrayContaining(['authorization', 'content-type', 'content-encoding', 'anonymousid']),
  )
  expect(response.headers.get('access-control-allow-methods')).toContain('POST')
})

test('when the lane is full, callers are told at once to come back later', async () => {
  const held = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<void>()
  const lane = fakeLane({
    ingest: async (requests) => {
      entered.resolve()
      await held.promise
      return requests.map(() => ({ status: 200, body: '{"success":true}' }))
    },
  })
  edge = await startEdge(lane, { mostWaiting: 100 })
  const first = send('/v1/batch', { body: 'x'.repeat(100) })
  await entered.promise
  const second = await send('/v1/batch', { body: '{}' })
  expect([second.status, second.headers.get('retry-after')]).toEqual([503, '2'])
  expect(second.headers.get('access-control-allow-origin')).toBe('*')
  held.resolve()
  expect((await first).status).toBe(200)
  expect((await send('/v1/batch', { body: '{}' })).status).toBe(200)
})

test('bodies that are only being read count too, and a sender who leaves is forgotten', async () => {
  const { lane } = recordingLane()
  edge = await startEdge(lane, { mostWaiting: 1000 })
  const slow = request(`${edge.url}/v1/batch`, { method: 'POST' })
  slow.on('error', () => {})
  slow.write('x'.repeat(1000))
  await vi.waitUntil(async () => (await statusOfAnother()) === 503)
  slow.destroy()
  await vi.waitUntil(async () => (await statusOfAnother()) === 200)
})

test('a lane that fails is an invitation to come back, not a loss', async () => {
  edge = await startEdge(fakeLane({ ingest: () => Promise.reject(new Error('disk full')) }))
  const response = await send('/v1/batch', { body: '{}' })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
})

test("a receipt's status and Retry-After are passed on", async () => {
  const receipt = { status: 429, body: '{}', retryAfter: 7 } as const
  edge = await startEdge(fakeLane({ ingest: async (requests) => requests.map(() => receipt) }))
  const response = await send('/v1/batch', { body: '{}' })
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
})

test('with TIDEMARK_ORIGINS other pages are refused, backends are not', async () => {
  const { lane, requests } = recordingLane()
  edge = await startEdge(lane, { env: { TIDEMARK_ORIGINS: 'https://app.example' } })
  const from = (origin: string) => send('/v1/batch', { body: '{}', headers: { origin } })
  expect((await from('https://other.example')).status).toBe(401)
  expect((await from('https://app.example')).status).toBe(200)
  expect((await send('/v1/batch', { body: '{}' })).status).toBe(200)
  expect(requests.length).toBe(2)
})

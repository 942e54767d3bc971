import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Installation } from '../../../server/wire/operations.ts'
import { SECRET, tokenFor, track } from '../lane/harness.ts'
import { fakeLane } from './fake-lane.ts'
import { ADMIN_TOKEN, type Edge, startEdge } from './harness.ts'
import { KEYS, openTestLane } from './real-lane.ts'

let log: string
let edge: Edge
let database: Awaited<ReturnType<typeof openTestLane>>
const collect = () => {
  const stream = new PassThrough().setEncoding('utf8')
  stream.on('data', (text: string) => {
    log += text
  })
  return stream
}
beforeAll(async () => {
  log = ''
  database = await openTestLane({ identitySecret: SECRET })
  edge = await startEdge(database.lane, { log: collect() })
})
afterAll(async () => {
  await edge.close()
  await database.close()
})

const send = (body: object, key: string = KEYS.write) =>
  fetch(`${edge.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ writeKey: key, ...body }) })
const installation = async (): Promise<Installation> => (await edge.admin('/api/installation')).json()
const metrics = async (): Promise<Map<string, number>> => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const text = await (await fetch(`${edge.url}/metrics`, { headers })).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

test.each(['/%zz', '/api/users/%E0%A4%A', '/v1/projects/%/settings'])(
  'the malformed address %s is answered as a problem',
  async (path) => {
    const response = await edge.admin(path)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 400, title: 'Bad Request' })
  },
)

/** What comes back for bytes that no HTTP client would send. */
const answerTo = (bytes: string, url = edge.url): Promise<string> =>
  new Promise((done, fail) => {
    let answer = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('error', fail)
    socket.on('data', (text: string) => {
      answer += text
    })
    socket.on('end', () => done(answer))
  })

test.each([
  ['no HTTP', 'GET / NONSENSE\r\n\r\n', 400],
  ['a head that is too long', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  [
    'notes beside a chunk that are too long',
    `POST /v1/batch HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    413,
  ],
])('%s is answered as a problem, and the connection closed', async (_name, bytes, status) => {
  const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('content-type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, detail: expect.any(String) })
})

test.each([
  ['bytes that are no HTTP', 'NONSENSE\r\n\r\n'],
  [
    'a body that is none',
    'POST /v1/batch HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nNONSENSE\r\n',
  ],
])('%s behind a request waits until that is answered', async (_, behind) => {
  const slow = await startEdge(
    fakeLane({
      ingest: async (requests) => {
        await after(100)
        return requests.map(() => ({ status: 200, body: '{"success":true}' }))
      },
    }),
  )
  const body = JSON.stringify({ writeKey: KEYS.write, batch: [track('A')] })
  const request = `POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const answers = await answerTo(`${request}${behind}`, slow.url)
  expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
  await slow.close()
})

test('metrics count what was accepted, what came twice and what was turned away', async () => {
  const before = await metrics()
  const batch = [track('A', { messageId: 'a' }), track('B', { messageId: 'b' })]
  await send({ batch })
  await send({ batch: [...batch, { type: 'track', event: 'nobody' }] })
  const shown = await metrics()
  const grown = (name: string) => (shown.get(name) ?? 0) - (before.get(name) ?? 0)
  expect(grown('tidemark_events_total')).toBe(2)
  expect(grown('tidemark_duplicate_events_total')).toBe(2)
  expect(grown('tidemark_rejected_events_total')).toBe(1)
})

test('metrics show the four golden signals, and how far behind anything is', async () => {
  await send({ batch: [track('A')] })
  await edge.admin('/api/leads')
  const shown = await metrics()
  expect(shown.get('tidemark_ingest_seconds_count{status="200"}')).toBeGreaterThan(0)
  expect(shown.get('tidemark_commit_seconds_count{outcome="committed"}')).toBeGreaterThan(0)
  expect(shown.get('tidemark_http_seconds_count{route="/api/leads",status="200"}')).toBe(1)
  for (const name of ['intake_bytes', 'queue_age_seconds', 'due_lag_seconds', 'delivery_lag_seconds'])
    expect(shown.get(`tidemark_${name}`)).toBe(0)
  expect(shown.get('tidemark_deliveries_waiting')).toBe(0)
})

test('metrics are shown even when the database does not answer', async () => {
  const sick = await startEdge(fakeLane({ gauges: () => Promise.reject(new Error('gone')) }))
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const response = await fetch(`${sick.url}/metrics`, { headers })
  expect([response.status, (await response.text()).includes('tidemark_intake_bytes 0')]).toEqual([200, true])
  await sick.close()
})

test('the installation page learns what browsers dropped, and whose clocks are off', async () => {
  expect(await installation()).toMatchObject({ dropped: 0, skewed: [] })
  await send({ batch: [track('A')], context: { tidemark: { dropped: 7 } } })
  await send({ batch: [track('B')], sentAt: new Date(Date.now() - 3_600_000).toISOString() })
  await send({ batch: [track('C')], sentAt: new Date().toISOString() })
  expect(await installation()).toMatchObject({ dropped: 7, skewed: [{ kind: 'browser', requests: 1 }] })
})

test('the installation page learns which tokens, keys and origins were refused, and why', async () => {
  const strict = await startEdge(database.lane, { env: { TIDEMARK_ORIGINS: 'https://app.example' } })
  const post = (origin: string) =>
    fetch(`${strict.url}/v1/batch`, {
      method: 'POST',
      headers: { origin },
      body: JSON.stringify({ batch: [] }),
    })
  expect((await post('https://staging.example')).status).toBe(401)
  await strict.close()
  expect((await send({ batch: [] }, 'pk_unknown')).status).toBe(401)
  const now = Math.floor(Date.now() / 1000)
  const vouched = (claims: object, key?: string) => ({
    context: { tidemark: { token: tokenFor({ sub: 'ann', iat: now, exp: now + 60, ...claims }, key) } },
  })
  for (const fields of [
    vouched({ sub: 'eve' }),
    vouched({ iat: now - 90, exp: now - 30 }),
    vouched({}, 'another-secret-of-the-same-length'),
    vouched({ exp: now + 90_000 }),
    vouched({ aud: 'others' }),
    { context: { tidemark: { token: 'nonsense' } } },
    { ...vouched({ account: 'other' }), context: { ...vouched({}).context, groupId: 'acme' } },
    vouched({}),
  ])
    expect((await send({ batch: [track('A', fields)] })).status).toBe(200)
  const { refused } = await installation()
  expect(new Set(refused.map(({ what, which, requests }) => `${what} ${which}: ${requests}`))).toEqual(
    new Set([
      'origin https://staging.example: 1',
      'key : 1',
      'token another user: 1',
      'token expired: 1',
      'token signature: 1',
      'token too long: 1',
      'token audience: 1',
      'token no token: 1',
      'token another account: 1',
    ]),
  )
})

const WORDS = ['mara@acme.example', 'mara-77', 'Silva', '192.0.2.77', 'secret-path']

test('nothing personal is in the log, whatever goes wrong', async () => {
  const fields = { userId: 'mara-77', traits: { email: 'mara@acme.example', lastName: 'Silva' } }
  await send({
    batch: [
      { type: 'identify', ...fields },
      { type: 'track', ...fields },
    ],
  })
  await fetch(`${edge.url}/v1/batch`, { method: 'POST', body: '{"userId":"mara-77", "Silva' })
  await edge.admin('/api/users/mara-77?note=secret-path')
  await edge.admin('/api/users/mara-77', { method: 'DELETE' })
  await edge.admin('/api/leads/mara-77/claim', { method: 'POST', body: '{"note":"Silva" mara@acme.example' })
  await edge.admin('/api/%zz/mara-77')
  const refusing = () => {
    const cause = Object.assign(new Error('duplicate key, Key (id)=(mara-77) "Silva"'), { detail: 'mara-77' })
    return Promise.reject(new Error('cannot write mara@acme.example: `Silva`', { cause }))
  }
  const sick = await startEdge(fakeLane({ ingest: refusing, user: refusing }), {
    log: collect(),
    env: { TIDEMARK_TRUST_PROXY: '1' },
  })
  const headers = { 'x-forwarded-for': '192.0.2.77' }
  const busy = await fetch(`${sick.url}/v1/batch?userId=mara-77`, { method: 'POST', body: '{}', headers })
  expect(busy.status).toBe(503)
  expect((await sick.admin('/api/users/mara-77')).status).toBe(500)
  await sick.close()
  const lines = log.trim().split('\n')
  expect(lines.length).toBeGreaterThan(4)
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ service: 'tidemark', time: expect.any(Number) })
  expect(log).toContain('ingest failed')
  for (const word of WORDS) expect(log).not.toContain(word)
})

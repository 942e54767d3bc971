import { afterAll, beforeAll, expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { ADMIN_TOKEN, type Edge, startEdge } from './harness.ts'
import { KEYS, openTestLane } from './real-lane.ts'

let database: Awaited<ReturnType<typeof openTestLane>>
let edge: Edge
beforeAll(async () => {
  database = await openTestLane()
  edge = await startEdge(database.lane)
})
afterAll(async () => {
  await edge.close()
  await database.close()
})

const send = (path: string, body: unknown, key: string = KEYS.write) =>
  fetch(edge.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
  })
const askForSales = (userId: string, groupId: string, messageId: string) =>
  send('/v1/batch', {
    batch: [
      { type: 'group', userId, groupId, messageId: `${messageId}-g`, traits: { name: 'Odd & Sons' } },
      {
        type: 'track',
        event: 'Sales Contact Requested',
        userId,
        messageId,
        properties: { message: 'Call me' },
        context: { groupId },
      },
    ],
  })
const put = (path: string, body: unknown) => edge.admin(path, { method: 'PUT', body: JSON.stringify(body) })
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

const PATHS = [
  'users/u',
  'accounts/a',
  'leads',
  'leads/a~1',
  'deliveries',
  'model',
  'model/versions',
  'model/diff',
  'model/progress',
  'prompts',
  'installation',
  'rejected',
  'keys',
  'stream',
  'session',
  'openapi.json',
  'nothing-here',
]
test.each(PATHS)('GET /api/%s refuses whoever has no token, and the ingest keys', async (path) => {
  const headers: (string | null)[] = [
    null,
    `Bearer ${KEYS.write}`,
    `Bearer ${KEYS.secret}`,
    basic(`${KEYS.secret}:`),
    basic(`${ADMIN_TOKEN}:`),
    'Bearer ',
    `Bearer ${ADMIN_TOKEN}x`,
  ]
  for (const authorization of headers) {
    const response = await fetch(`${edge.url}/api/${path}?writeKey=${KEYS.write}`, {
      headers: authorization === null ? {} : { authorization },
    })
    expect([path, authorization, response.status]).toEqual([path, authorization, 401])
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('an unknown path of the private API is a problem, with a token', async () => {
  const response = await edge.admin('/api/nothing-here')
  expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store'])
  expect(await response.json()).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 })
})

test('a hand-raise becomes a lead whose odd ids survive percent-encoding', async () => {
  const account = 'o/dd~ä&co %41.com'
  expect(await (await askForSales('user/ö~1', account, 'm-1')).text()).toBe('{"success":true}')
  const leads = (await (await edge.admin('/api/leads?status=open')).json()) as {
    id: string
    accountId: string
  }[]
  const lead = leads.find(({ accountId }) => accountId === account)
  expect(lead?.id).toContain('~')
  const id = encodeURIComponent(lead?.id ?? '')
  expect(await (await edge.admin(`/api/leads/${id}`)).json()).toMatchObject({
    accountId: account,
    message: 'Call me',
  })
  expect(await (await edge.admin(`/api/accounts/${encodeURIComponent(account)}`)).json()).toMatchObject({
    accountId: account,
  })
  expect(await (await edge.admin(`/api/users/${encodeURIComponent('user/ö~1')}`)).json()).toMatchObject({
    userId: 'user/ö~1',
    accountId: account,
  })
})

test('an account key of 256 odd characters fits', async () => {
  const account = 'ä/'.repeat(120)
  await askForSales('u-long', account, 'm-2')
  expect((await edge.admin(`/api/accounts/${encodeURIComponent(account)}`)).status).toBe(200)
})

test('sales works a lead: claim without a body, then a refusal in words', async () => {
  await askForSales('u-3', 'three.example', 'm-3')
  const leads = (await (await edge.admin('/api/leads')).json()) as { id: string; accountId: string }[]
  const id = encodeURIComponent(leads.find(({ accountId }) => accountId === 'three.example')?.id ?? '')
  const claimed = await fetch(`${edge.url}/api/leads/${id}/claim`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  })
  expect(await claimed.json()).toMatchObject({ status: 'claimed', owner: 'api' })
  const refused = await edge.admin(`/api/leads/${id}/disqualify`, { method: 'POST', body: '{}' })
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ status: 409, detail: expect.any(String) })
})

test.each([
  ['POST', '/api/leads/none~9/claim', {}, 404],
  ['POST', '/api/leads/none~9/explode', {}, 400],
  ['POST', '/api/held/none/accept', {}, 404],
  ['POST', '/api/held/none/dismiss', {}, 404],
  ['POST', '/api/leads/none~9/claim', { amount: -1 }, 400],
  ['POST', '/api/leads/none~9/claim', { surprise: 1 }, 400],
  ['GET', '/api/leads?status=weird', null, 400],
  ['GET', '/api/users/nobody', null, 404],
  ['GET', '/api/accounts/nothing', null, 404],
  ['POST', '/api/deliveries/none/replay', {}, 404],
])('%s %s %j answers %i as a problem', async (method, path, body, status) => {
  const response = await edge.admin(path, { method, ...(body && { body: JSON.stringify(body) }) })
  expect([response.status, (await response.json()).status]).toEqual([status, status])
})

test.each(['{', '', '[]', '{"__proto__":{"x":1}}'])(
  'a body that reads %j is a problem, not a crash',
  async (body) => {
    const response = await edge.admin('/api/leads/none~9/claim', { method: 'POST', body })
    expect(response.status).toBe(400)
  },
)

test('a model with several mistakes is refused with all of them, and nothing is published', async () => {
  const before = (await (await edge.admin('/api/model')).json()) as { version: number }
  const [first, ...rest] = BALANCED.rules
  const bad = { ...BALANCED, name: '', rules: [{ ...first, points: 5000 }, ...rest], extra: 1 }
  const response = await put('/api/model', bad)
  const { problems } = (await response.json()) as { problems: { path: string }[] }
  expect(response.status).toBe(400)
  expect(problems.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/name', '/rules/0/points', '/extra']),
  )
  expect(await (await edge.admin('/api/model')).json()).toMatchObject({ version: before.version })
})

test('a model that its schema allows but that cannot work is refused too', async () => {
  const response = await put('/api/model', { ...BALANCED, qualify: { ...BALANCED.qualify, score: 100_000 } })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining({ path: '/qualify/score' })]),
  })
})

test('a published model is the one in force, with who and when', async () => {
  const response = await put('/api/model', { ...BALANCED, name: 'ours' })
  expect(await response.json()).toMatchObject({ by: 'api', model: { name: 'ours' } })
  expect(await (await edge.admin('/api/model')).json()).toMatchObject({ model: { name: 'ours' } })
})

test('the installation tells whether it works, and what was refused', async () => {
  await send('/v1/track', { event: 'Nameless' })
  expect(await (await edge.admin('/api/installation')).json()).toMatchObject({
    lastEventAt: expect.any(String),
  })
  const rejected = (await (await edge.admin('/api/rejected')).json()) as { reason: string }[]
  expect(rejected[0]?.reason).toContain('userId or anonymousId')
})

test('the API describes itself', async () => {
  const { paths } = (await (await edge.admin('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { parameters: unknown[] }>>
  }
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/api/users/{userId}',
      '/api/accounts/{accountId}',
      '/api/leads',
      '/api/leads/{id}',
      '/api/leads/{id}/{action}',
      '/api/deliveries',
      '/api/deliveries/{id}/replay',
      '/api/model',
      '/api/prompts',
      '/api/installation',
      '/api/rejected',
      '/api/session',
      '/api/rebuild',
    ]),
  )
  expect(paths['/api/model']).toHaveProperty('put.requestBody')
  expect(paths['/api/leads']?.['get']?.parameters).toHaveLength(2)
})

test('keys and rebuild are for the admin token', async () => {
  expect(await (await edge.admin('/api/keys')).json()).toMatchObject(KEYS)
  expect(await (await edge.admin('/api/rebuild', { method: 'POST', body: '{}' })).json()).toMatchObject({
    members: expect.any(Number),
  })
})

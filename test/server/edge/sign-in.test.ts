import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../server/wire/limits.ts'
import { type Edge, startEdge } from './harness.ts'
import { KEYS, openTestLane } from './real-lane.ts'

let database: Awaited<ReturnType<typeof openTestLane>>
let edge: Edge
let now = Date.now()
beforeAll(async () => {
  database = await openTestLane()
  edge = await startEdge(database.lane, { now: () => now })
})
beforeEach(() => {
  now = Date.now()
})
afterAll(async () => {
  await edge.close()
  await database.close()
})

const issue = async (email = 'ann@example.com'): Promise<URL> => {
  const response = await edge.admin('/api/sign-in', { method: 'POST', body: JSON.stringify({ email }) })
  return new URL(((await response.json()) as { url: string }).url)
}
const codeOf = (link: URL) => new URLSearchParams(link.hash.slice(1)).get('code') ?? ''
const exchange = (code: string, headers: Record<string, string> = {}) =>
  fetch(`${edge.url}/api/session`, {
    method: 'POST',
    body: JSON.stringify({ code }),
    headers: { 'content-type': 'application/json', ...headers },
  })
const signIn = async (): Promise<string> => {
  const response = await exchange(codeOf(await issue()), { origin: edge.url })
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
const whoAmI = (cookie: string) => fetch(`${edge.url}/api/session`, { headers: { cookie } })
const write = (cookie: string, headers: Record<string, string>) =>
  fetch(`${edge.url}/api/leads/none~1/claim`, { method: 'POST', headers: { cookie, ...headers } })

test('the code stands in the fragment, where no server and no log sees it', async () => {
  const link = await issue()
  expect([link.pathname, link.search]).toEqual(['/inbox', ''])
  expect(codeOf(link).length).toBeGreaterThan(40)
})

test('a code signs in once', async () => {
  const code = codeOf(await issue())
  const first = await exchange(code)
  expect(await first.json()).toEqual({ email: 'ann@example.com' })
  const second = await exchange(code)
  expect([second.status, second.headers.get('set-cookie')]).toEqual([401, null])
})

test('two who use one code at the same time: one gets in', async () => {
  const code = codeOf(await issue())
  const both = await Promise.all([exchange(code), exchange(code)])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
})

test.each([
  [10 * MINUTE - 1000, 200],
  [10 * MINUTE + 1000, 401],
])('a code used after %i ms answers %i', async (after, status) => {
  const code = codeOf(await issue())
  now += after
  expect((await exchange(code)).status).toBe(status)
})

test('the cookie is HttpOnly, SameSite, and ends after 12 hours', async () => {
  const header = (await exchange(codeOf(await issue()))).headers.get('set-cookie') ?? ''
  expect(header.split('; ').slice(1)).toEqual([
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${12 * 60 * 60}`,
  ])
})

test('behind TLS it is Secure', async () => {
  const secure = await startEdge(database.lane, { env: { TIDEMARK_URL: 'https://tidemark.example' } })
  const issued = await secure.admin('/api/sign-in', { method: 'POST', body: '{"email":"ann@example.com"}' })
  const link = new URL(((await issued.json()) as { url: string }).url)
  const response = await fetch(`${secure.url}/api/session`, {
    method: 'POST',
    body: JSON.stringify({ code: codeOf(link) }),
    headers: { 'content-type': 'application/json' },
  })
  await secure.close()
  expect(link.origin).toBe('https://tidemark.example')
  expect(response.headers.get('set-cookie')).toContain('; Secure')
})

test('a session says who it is, and lasts 12 hours', async () => {
  const cookie = await signIn()
  expect(await (await whoAmI(cookie)).json()).toEqual({ email: 'ann@example.com' })
  now += 12 * HOUR + 1000
  expect((await whoAmI(cookie)).status).toBe(401)
})

test('signing out ends it on the server too', async () => {
  const cookie = await signIn()
  const out = await fetch(`${edge.url}/api/session`, {
    method: 'DELETE',
    headers: { cookie, origin: edge.url },
  })
  expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')])
  expect((await whoAmI(cookie)).status).toBe(401)
})

test.each([
  ['our own page', () => ({ origin: edge.url }), 404],
  ['TIDEMARK_URL', () => ({ origin: 'http://localhost:4680' }), 404],
  ['another page', () => ({ origin: 'https://evil.example' }), 403],
  ['a sandboxed page', () => ({ origin: 'null' }), 403],
  ['no Origin', () => ({}), 403],
] as const)('a write by cookie from %s', async (_name, headers, status) => {
  expect((await write(await signIn(), headers())).status).toBe(status)
})

test('another page cannot sign somebody in as somebody else', async () => {
  expect((await exchange(codeOf(await issue()), { origin: 'https://evil.example' })).status).toBe(403)
})

test('a signed-in person is no operator: keys, links for others and rebuilds need the admin token', async () => {
  const cookie = await signIn()
  const asPerson = (path: string, method: string) =>
    fetch(edge.url + path, {
      method,
      headers: { cookie, origin: edge.url, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{"email":"x@example.com"}' }),
    })
  const answers = [
    await asPerson('/api/keys', 'GET'),
    await asPerson('/api/sign-in', 'POST'),
    await asPerson('/api/rebuild', 'POST'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
  expect((await asPerson('/api/leads', 'GET')).status).toBe(200)
})

test("what a person does carries that person's name", async () => {
  await fetch(`${edge.url}/v1/track`, {
    method: 'POST',
    body: JSON.stringify({ writeKey: KEYS.write, event: 'Sales Contact Requested', userId: 'u1' }),
  })
  const cookie = await signIn()
  const leads = (await (await fetch(`${edge.url}/api/leads`, { headers: { cookie } })).json()) as {
    id: string
  }[]
  const id = encodeURIComponent(leads[0]?.id ?? '')
  const claimed = await fetch(`${edge.url}/api/leads/${id}/claim`, {
    method: 'POST',
    headers: { cookie, origin: edge.url },
  })
  expect(await claimed.json()).toMatchObject({ owner: 'ann@example.com' })
})

test.each(['nonsense', '', 'a b@c', '@'])('no link for %j', async (email) => {
  const response = await edge.admin('/api/sign-in', { method: 'POST', body: JSON.stringify({ email }) })
  expect(response.status).toBe(400)
})

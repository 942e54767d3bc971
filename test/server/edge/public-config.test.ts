import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPublicConfig } from '../../../server/http/public-config.ts'
import type { PromptSet } from '../../../server/wire/prompt.ts'
import { type Edge, startEdge } from './harness.ts'
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

const get = (path: string, headers: HeadersInit = {}) => fetch(edge.url + path, { headers })
const config = () => get(`/v1/config?writeKey=${KEYS.write}`)

test('any page reads it', async () => {
  const response = await config()
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await response.json()).toMatchObject({ enabled: true })
})

test('it contains nothing of the model, of drafts, or of what the schema does not name', async () => {
  const { value } = await database.lane.prompts()
  const [prompt] = value.prompts
  if (!prompt) throw new Error('The default prompts are empty')
  const lists = { tiers: ['hot'], lead: 'open', segments: ['targets'] } as const
  const prompts = [
    ...value.prompts,
    { ...prompt, id: 'secret-draft', draft: true, title: 'Unpublished' },
    {
      ...prompt,
      id: 'picked',
      audience: {
        plans: ['free'],
        lists: { ...lists, tiers: [...lists.tiers], segments: [...lists.segments] },
      },
    },
  ]
  const smuggled = {
    ...value,
    prompts,
    segments: { targets: { accounts: ['acme-secret'] } },
    model: { rules: [] },
    owners: ['ann@example.com'],
  } as PromptSet
  await database.lane.publishPrompts({ prompts: smuggled, by: 'test', now: 1 })
  await edge.admin('/api/prompts', {
    method: 'PUT',
    body: JSON.stringify({ ...value, prompts, segments: { targets: { accounts: ['acme-secret'] } } }),
  })
  const text = await (await config()).text()
  expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(
    'brand enabled figuresStaleAfter frequency hideOn locale pricing prompts thresholds version words'.split(
      ' ',
    ),
  )
  expect(text).toContain('"audience":{"plans":["free"]},"listed":true')
  expect(text).not.toMatch(
    /targets"|acme|hot|lists|secret-draft|Unpublished|draft|model|rules|points|tier|score|owner|ann@/i,
  )
})

test('an unchanged one is answered 304; a published one is new at once', async () => {
  const etag = (await config()).headers.get('etag') ?? ''
  const again = await get(`/v1/config?writeKey=${KEYS.write}`, { 'if-none-match': etag })
  expect([again.status, await again.text()]).toEqual([304, ''])
  const { value } = await database.lane.prompts()
  const killed = await edge.admin('/api/prompts', {
    method: 'PUT',
    body: JSON.stringify({ ...value, enabled: false }),
  })
  expect(killed.status).toBe(200)
  const fresh = await get(`/v1/config?writeKey=${KEYS.write}`, { 'if-none-match': etag })
  expect([fresh.status, ((await fresh.json()) as { enabled: boolean }).enabled]).toEqual([200, false])
})

test.each(['', '?writeKey=pk_wrong', `?writeKey=${KEYS.secret}`])('"%s" gets nothing', async (query) => {
  const response = await get(`/v1/config${query}`)
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
})

test("Segment's and RudderStack's browser SDKs find themselves sent to this server", async () => {
  const settings = await get(`/v1/projects/${KEYS.write}/settings`)
  const host = edge.url.replace('http://', '')
  expect(await settings.json()).toMatchObject({
    integrations: { 'Segment.io': { apiKey: KEYS.write, apiHost: `${host}/v1`, protocol: 'http' } },
  })
  const authorization = `Basic ${Buffer.from(`${KEYS.write}:`).toString('base64')}`
  const source = await get('/sourceConfig/?p=npm&v=3', { authorization })
  expect(await source.json()).toMatchObject({
    source: { writeKey: KEYS.write, enabled: true, destinations: [] },
  })
  expect((await get('/v1/projects/pk_wrong/settings')).status).toBe(401)
})

test('a database that hangs keeps no page waiting: it gets what was published before', async () => {
  let now = 0
  let isHanging = false
  const { lane } = database
  const prompts = () => (isHanging ? new Promise<never>(() => {}) : lane.prompts())
  const source = createPublicConfig({ lane: { prompts }, now: () => now })
  const before = await source.answer()
  isHanging = true
  now += 60_000
  expect(await source.answer()).toEqual(before)
})

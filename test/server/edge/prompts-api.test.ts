import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PromptSet } from '../../../server/wire/prompt.ts'
import type { PublishedPrompts } from '../../../server/wire/prompt-view.ts'
import type { Problem } from '../../../server/wire/view.ts'
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

const read = async <T>(path: string) => (await (await edge.admin(`/api/prompts${path}`)).json()) as T
const send = (method: string, path: string, body: unknown) =>
  edge.admin(`/api/prompts${path}`, { method, body: JSON.stringify(body) })
const inForce = () => read<PublishedPrompts>('')
const changed = (prompts: PromptSet, title: string): PromptSet => ({
  ...prompts,
  prompts: prompts.prompts.map((prompt, i) => (i === 0 ? { ...prompt, title } : prompt)),
})

test('every problem is listed at once, of form and of sense, and nothing is published', async () => {
  const { version, prompts } = await inForce()
  const [near, full, gate] = prompts.prompts
  const response = await send('PUT', '', {
    ...prompts,
    prompts: [
      { ...near, title: 'You used {usde}' },
      { ...full, format: 'billboard' },
      { ...gate, primary: { kind: 'link', label: 'Look', url: 'javascript:alert(1)' } },
    ],
  })
  expect(response.status).toBe(400)
  const { problems = [] } = (await response.json()) as Problem
  expect(problems).toEqual(
    expect.arrayContaining([
      { path: '/prompts/0/title', given: '{usde}', wanted: '{used}?' },
      expect.objectContaining({ path: '/prompts/1/format', given: expect.stringContaining('billboard') }),
      expect.objectContaining({ path: '/prompts/2/primary/url', given: 'javascript:alert(1)' }),
    ]),
  )
  expect((await inForce()).version).toBe(version)
})

test('who changed what and why is kept, shown as a difference, and rolled back to', async () => {
  const { version, prompts } = await inForce()
  const put = await send('PUT', `?reason=Clearer&basedOn=${version}`, changed(prompts, 'Nearly full'))
  expect(await put.json()).toMatchObject({ version: version + 1, reason: 'Clearer' })
  const late = await send('PUT', `?basedOn=${version}`, changed(prompts, 'Too late'))
  expect(late.status).toBe(409)
  expect(await read(`/diff?from=${version}&to=${version + 1}`)).toMatchObject([
    { place: 'prompts, limit-near, title', kind: 'changed', after: 'Nearly full' },
  ])
  expect(await read('/versions')).toMatchObject([
    { version: version + 1, by: expect.any(String), reason: 'Clearer', enabled: true, prompts: 4, drafts: 0 },
    { version },
  ])
  expect(await read(`/versions/${version}`)).toMatchObject({ version, prompts })
  const back = await send('POST', '/rollback', { version, reason: 'Worse' })
  expect(await back.json()).toMatchObject({ version: version + 2, reason: 'Worse', prompts })
  expect((await send('POST', '/rollback', { version: 99, reason: 'x' })).status).toBe(404)
})

test('the kill switch stops everything at once, keeps the prompts, and is undone', async () => {
  const config = async () =>
    (await (await fetch(`${edge.url}/v1/config?writeKey=${KEYS.write}`)).json()) as { enabled: boolean }
  const before = await inForce()
  const off = await send('POST', '/switch', { enabled: false })
  expect(await off.json()).toMatchObject({ reason: 'Switched off', prompts: { enabled: false } })
  expect((await config()).enabled).toBe(false)
  await send('POST', '/switch', { enabled: true, reason: 'All clear' })
  expect((await config()).enabled).toBe(true)
  expect((await inForce()).prompts).toEqual(before.prompts)
})

test('prompts are counted by variant, and nothing that anybody makes up is', async () => {
  const event = (what: string, properties: object) => ({
    type: 'track',
    event: `Prompt ${what}`,
    userId: 'u',
    messageId: `${what}${JSON.stringify(properties)}`,
    properties,
  })
  const batch = [
    event('Shown', { promptId: 'gate', variant: 'control' }),
    event('Clicked', { promptId: 'gate', variant: 'made up' }),
    event('Held Out', { promptId: 'gate', variant: 'holdout' }),
    event('Shown', { promptId: 'made-up' }),
    event('Exploded', { promptId: 'gate' }),
  ]
  for (const key of [KEYS.write, 'pk_unknown'])
    await fetch(`${edge.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ writeKey: key, batch }) })
  const counts = await read<readonly { what: string }[]>('/counts')
  expect(counts.toSorted((a, b) => (a.what < b.what ? -1 : 1))).toMatchObject([
    { promptId: 'gate', variant: '', what: 'Clicked', count: 1 },
    { promptId: 'gate', variant: 'holdout', what: 'Held Out', count: 1 },
    { promptId: 'gate', variant: 'control', what: 'Shown', count: 1 },
  ])
})

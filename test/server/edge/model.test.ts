import Schema from 'typebox/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BALANCED, SIMPLE } from '../../../server/core/presets.ts'
import { type Edge, startEdge } from './harness.ts'
import { openTestLane } from './real-lane.ts'

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

const ask = async (method: string, path: string, body?: unknown) => {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const answer = await edge.admin(path, init)
  return { status: answer.status, body: await answer.json() }
}
const EASY = { ...BALANCED, name: 'easy', qualify: { ...BALANCED.qualify, score: 30 } }

test('a model is published with its reason, on the version that was seen, and can be rolled back', async () => {
  const first = await ask('PUT', '/api/model?reason=Too%20few&basedOn=1', { $schema: 'x', ...EASY })
  expect(first.body).toMatchObject({ version: 2, by: 'api', reason: 'Too few', model: { name: 'easy' } })
  expect(first.body.model).not.toHaveProperty('$schema')
  const late = await ask('PUT', '/api/model?basedOn=1', SIMPLE)
  expect(late).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('published meanwhile') },
  })
  const back = await ask('POST', '/api/model/rollback', { version: 1, reason: 'Too many' })
  expect(back.body).toMatchObject({ version: 3, reason: 'Too many', model: { name: 'balanced' } })
  const { body: versions } = await ask('GET', '/api/model/versions')
  expect(versions).toMatchObject([{ version: 3 }, { version: 2, reason: 'Too few' }, { version: 1 }])
  const { body: second } = await ask('GET', '/api/model/versions/2')
  expect(second).toMatchObject({ model: { name: 'easy' } })
})

test.each([
  ['POST', '/api/model/rollback', { version: 99, reason: 'x' }, 404],
  ['POST', '/api/model/rollback', { version: 1 }, 400],
  ['GET', '/api/model/versions/99', undefined, 404],
  ['GET', '/api/model/versions/first', undefined, 400],
  ['GET', '/api/model/diff?from=1', undefined, 400],
  ['GET', '/api/model/diff?from=1&to=99', undefined, 404],
  ['PUT', '/api/model?basedOn=x', BALANCED, 400],
  ['POST', '/api/model/check', [], 400],
  ['POST', '/api/model/dry-run', {}, 400],
])('%s %s %j is answered %i, as a problem', async (method, path, body, status) => {
  expect(await ask(method, path, body)).toMatchObject({ status, body: { status, title: expect.any(String) } })
})

test('two versions are compared by names and by places', async () => {
  const [core, active, ...rest] = BALANCED.rules
  if (!core || !active) throw new Error('The preset has no rules.')
  const added = { ...core, id: 'extra', points: 5 }
  const other = { ...BALANCED, rules: [active, { ...core, points: 30 }, ...rest.slice(1), added] }
  const { body } = await ask('POST', '/api/model/check', other)
  const removed = rest[0]?.id
  expect(body).toEqual([
    {
      path: '/rules/1/points',
      place: 'rules, core-workflow, points',
      kind: 'changed',
      before: 25,
      after: 30,
    },
    {
      path: `/rules/${other.rules.length - 1}`,
      place: 'rules, extra',
      kind: 'added',
      before: null,
      after: added,
    },
    { path: '/rules/2', place: `rules, ${removed}`, kind: 'removed', before: rest[0], after: null },
    expect.objectContaining({ path: '/rules', place: 'rules', kind: 'moved' }),
  ])
})

test('a dry run tells the changes and counts everybody; how far the newest model has got is told', async () => {
  const { body } = await ask('POST', '/api/model/dry-run', EASY)
  expect(body).toMatchObject({
    basedOn: 3,
    refolds: false,
    changes: [{ path: '/name' }, { path: '/qualify/score', before: 50, after: 30 }],
    users: { judged: 0, enter: 0, entering: [] },
    leads: { open: 0, close: 0 },
  })
  const signals = { ...BALANCED.signals, exports: ['Export Made'] }
  const counts = { ...BALANCED, signals }
  expect((await ask('POST', '/api/model/dry-run', counts)).body).toMatchObject({ refolds: true })
  expect((await ask('GET', '/api/model/progress')).body).toMatchObject({ version: 3, total: 0 })
})

test('the schemas are served to editors, and mean what the server means', async () => {
  const read = async (name: string) => {
    const answer = await fetch(`${edge.url}/schema/${name}.json`)
    expect(answer.headers.get('content-type')).toContain('application/schema+json')
    return answer.json()
  }
  const model = await read('model')
  expect(model).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: expect.any(String),
  })
  const nested = (atLeast: number) => ({
    ...BALANCED,
    rules: [{ ...BALANCED.rules[0], when: { any: [{ not: { count: 'core', atLeast } }] } }],
  })
  const form = Schema.Compile(model)
  expect([form.Check(BALANCED), form.Check(nested(3)), form.Check(nested(-3))]).toEqual([true, true, false])
  const config = Schema.Compile(await read('config'))
  expect([config.Check({ $schema: 'x', model: BALANCED }), config.Check({ modle: 1 })]).toEqual([true, false])
})

type Told = { readonly description?: string; readonly const?: unknown }

/** Names of which neither they themselves nor the kind they stand in says what they are. */
const untold = (node: unknown, path = ''): string[] => {
  if (typeof node !== 'object' || node === null) return []
  const { properties = {}, description: kind } = node as Told & { properties?: Record<string, Told> }
  const here = Object.entries(properties)
    .filter(([, { description, const: only }]) => !description && !kind && only === undefined)
    .map(([name]) => `${path}/${name}`)
  return [...here, ...Object.entries(node).flatMap(([name, value]) => untold(value, `${path}/${name}`))]
}

test('editors show of every name in the configuration what it is', async () => {
  const schema = await (await fetch(`${edge.url}/schema/config.json`)).json()
  expect(untold(schema)).toEqual([])
})

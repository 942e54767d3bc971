import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'
import { createApp } from '../../../server/http/app.ts'
import { readSecrets } from '../../../server/secrets.ts'
import { fakeLane } from './fake-lane.ts'
import { configOf } from './harness.ts'

type Operation = {
  readonly summary?: string
  readonly parameters: readonly { readonly in: string; readonly name: string }[]
  readonly responses: Readonly<Record<string, unknown>>
}

const openApp = async () => {
  const config = await configOf()
  const lane = fakeLane()
  const secrets = await readSecrets(config, lane)
  const { app } = await createApp({ config, lane, secrets, assets: '/nowhere' })
  return { app, headers: { authorization: `Bearer ${secrets.adminToken}` } }
}

/** What Fastify really routes under /api, read off its own drawing of the tree: a branch continues the path above it. */
const routesIn = (drawing: string): string[] => {
  const above: string[] = []
  const routes: string[] = []
  for (const line of drawing.split('\n')) {
    const [, indent = '', branch = '', methods = ''] = /^(.*?)[└├]── (\S+)(?: \((.*)\))?/.exec(line) ?? []
    const depth = indent.length / 4
    above.splice(depth, above.length, branch)
    const path = above.join('').replace(/:(\w+)/g, '{$1}')
    for (const method of methods.split(', ')) routes.push(`${method} ${path}`)
  }
  return routes.filter((route) => /^(GET|POST|PUT|DELETE|PATCH) \/api\/[^*]*$/.test(route)).sort()
}

/** Not for programs: the description itself, and the stream that the inbox listens to. */
const UNDESCRIBED = new Set(['GET /api/openapi.json', 'GET /api/stream'])

test('every private route is described: its words, its parameters, its answers', async () => {
  const { app, headers } = await openApp()
  const { paths } = (await app.inject({ url: '/api/openapi.json', headers })).json<{
    paths: Record<string, Record<string, Operation>>
  }>()
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  )
  const routes = routesIn(app.printRoutes({ commonPrefix: false }))
  expect(routes.length).toBeGreaterThan(15)
  expect(described.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
    routes.filter((route) => !UNDESCRIBED.has(route)),
  )
  for (const { path, operation } of described) {
    expect(operation.summary, path).toBeTruthy()
    const named = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)
    expect(named.sort(), path).toEqual((path.match(/\{\w+\}/g) ?? []).sort())
    expect(Object.keys(operation.responses).length, path).toBeGreaterThan(1)
  }
  await app.close()
})

test('the settings that README lists are those that the server reads', async () => {
  const asked = new Set<string>()
  const env = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name))
        return undefined
      },
    },
  )
  await readConfig(env)
  const readme = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8')
  const table = /## Settings\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
  const listed = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => line.split(' | ')[0]?.match(/[A-Z_]{4,}/g) ?? [])
  expect(listed.sort()).toEqual([...asked].sort())
})

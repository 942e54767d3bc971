import type { RouteOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { Problem } from '../wire/view.ts'
import type { Api } from './typed.ts'
import { describeWebhooks } from './webhooks.ts'

type Operation = Record<string, unknown>

/** Collects the private routes as they are registered; the result describes them, and the webhooks, in OpenAPI. */
export const describeApi = (app: Api, cookie: string): (() => Promise<object>) => {
  const paths: Record<string, Record<string, Operation>> = {}
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || route.method === 'HEAD' || !route.schema?.summary) return
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    for (const method of [route.method].flat())
      paths[path] = { ...paths[path], [method.toLowerCase()]: describeRoute(route) }
  })
  return async () => ({
    openapi: '3.1.0',
    info: { title: 'Tidemark private API', version: '1' },
    security: [{ adminToken: [] }, { session: [] }],
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: cookie },
      },
    },
    paths,
    webhooks: describeWebhooks(),
  })
}

const describeRoute = ({ schema = {} }: RouteOptions): Operation => {
  const answers = Object.entries((schema.response ?? {}) as Record<string, TSchema>)
  return {
    summary: schema.summary,
    parameters: [
      ...describeParameters(schema.params, 'path'),
      ...describeParameters(schema.querystring, 'query'),
    ],
    ...(schema.body !== undefined && { requestBody: { content: json(schema.body) } }),
    responses: {
      ...(answers.length === 0 && { 204: { description: 'Done' } }),
      ...Object.fromEntries(
        answers.map(([status, form]) => [status, { description: 'OK', content: json(form) }]),
      ),
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  }
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

const describeParameters = (schema: unknown, place: 'path' | 'query'): Operation[] => {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, unknown>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, form]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: form,
  }))
}

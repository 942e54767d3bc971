import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import type { IngestRequest, Receipt } from '../commands.ts'
import { LIMITS } from '../wire/limits.ts'
import { CORS } from './cors.ts'
import type { Edge } from './edge.ts'
import { OVERLOADED } from './intake.ts'
import { PROBLEM_TYPE, problemBody } from './problem.ts'
import { readBody } from './read-body.ts'

type Endpoint = IngestRequest['endpoint']

/** Paths of the Segment HTTP Tracking API; the letters are what its browser SDK sends to. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  identify: 'identify',
  i: 'identify',
  track: 'track',
  t: 'track',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
  batch: 'batch',
  b: 'batch',
  import: 'import',
}

/**
 * Takes events in. The text is handed to the lane unparsed. Fastify routes and its connection limits hold, but body and
 * answer go past its parsers, hooks and serializers, which cost about a fifth of a small request.
 */
export const ingestRoutes =
  (edge: Edge): FastifyPluginCallback =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, _payload, ready) => ready(null))
    // JSON comes under any type, so Fastify need not read it; a malformed one it would answer with 415, at which SDKs
    // drop what they sent.
    app.addHook('onRequest', (request, _reply, next) => {
      request.raw.headers['content-type'] = undefined
      next()
    })
    for (const [name, endpoint] of Object.entries(ENDPOINTS))
      app.post(`/v1/${name}`, (request, reply) => takeIn(edge, endpoint, request, reply))
    // Telemetry of Segment's browser SDK: welcome, and of no use to us.
    app.post('/v1/m', (request, reply) => {
      reply.hijack()
      request.raw.resume()
      answer(reply, { status: 200, body: '{"success":true}' })
    })
    done()
  }

const takeIn = async (edge: Edge, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply) => {
  reply.hijack()
  const receivedAt = edge.now()
  const receipt = await decide(edge, endpoint, request)
  answer(reply, receipt)
  edge.metrics.ingested(receipt.status, edge.now() - receivedAt)
}

const decide = async (edge: Edge, endpoint: Endpoint, request: FastifyRequest): Promise<Receipt> => {
  const origin = request.headers.origin ?? null
  if (edge.intake.isFull()) return dropBody(request, OVERLOADED)
  if (!mayUse(edge.config.origins, origin))
    return dropBody(request, refuse(401, 'This origin is not listed in TIDEMARK_ORIGINS.'))
  const body = await readBody(request.raw, { atMost: LIMITS.batchBytes, onHeld: edge.intake.hold })
  if (!body.ok) return refuse(400, body.error)
  return edge.intake.submit({
    body: body.text,
    endpoint,
    key: keyOf(request),
    receivedAt: edge.now(),
    origin,
    address: request.ip,
  })
}

/** Backends send no Origin; a page always does when it posts. */
const mayUse = (origins: readonly string[], origin: string | null): boolean =>
  origin === null || origins.length === 0 || origins.includes(origin)

/** Basic `key:` or `key`, else `?writeKey=`; null = the body names it. */
export const keyOf = (request: FastifyRequest): string | null => {
  const { authorization } = request.headers
  if (authorization?.startsWith('Basic ')) {
    const [key] = Buffer.from(authorization.slice('Basic '.length), 'base64').toString().split(':')
    if (key) return key
  }
  const { writeKey } = request.query as { writeKey?: unknown }
  return typeof writeKey === 'string' && writeKey !== '' ? writeKey : null
}

const refuse = (status: 400 | 401, detail: string): Receipt => ({
  status,
  body: problemBody(status, { detail }),
})

const dropBody = (request: FastifyRequest, receipt: Receipt): Receipt => {
  request.raw.resume()
  return receipt
}

const answer = ({ raw }: FastifyReply, { status, body, retryAfter }: Receipt) => {
  const headers = {
    ...CORS,
    'content-type': status === 200 ? 'application/json' : PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
  }
  raw.writeHead(
    status,
    retryAfter === undefined ? headers : { ...headers, 'retry-after': String(Math.ceil(retryAfter)) },
  )
  raw.end(body)
}

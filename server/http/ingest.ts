import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IngestRequest, Receipt } from '../commands.ts'
import { LIMITS, SECOND } from '../wire/limits.ts'
import { addressOf } from './address.ts'
import { CORS } from './cors.ts'
import type { Edge } from './edge.ts'
import { OVERLOADED } from './intake.ts'
import { keyOf } from './key-of.ts'
import { PROBLEM_TYPE, problemBody } from './problem.ts'
import { readBody } from './read-body.ts'

type Endpoint = IngestRequest['endpoint']

/** Paths of the Segment HTTP Tracking API; the letters are what its browser SDK sends to. */
const ENDPOINTS = new Map<string, Endpoint>([
  ['/v1/identify', 'identify'],
  ['/v1/i', 'identify'],
  ['/v1/track', 'track'],
  ['/v1/t', 'track'],
  ['/v1/page', 'page'],
  ['/v1/p', 'page'],
  ['/v1/screen', 'screen'],
  ['/v1/s', 'screen'],
  ['/v1/group', 'group'],
  ['/v1/g', 'group'],
  ['/v1/alias', 'alias'],
  ['/v1/a', 'alias'],
  ['/v1/batch', 'batch'],
  ['/v1/b', 'batch'],
  ['/v1/import', 'import'],
])

const TELEMETRY = '/v1/m'
const TOO_OFTEN: Receipt = {
  status: 429,
  body: problemBody(429, { detail: 'This address or key sends too often. Send this again later.' }),
}
const TAKEN: Receipt = { status: 200, body: '{"success":true}' }

/** Answers a request if it carries events; else false, and nothing was done. */
export type Inlet = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Takes events in. The text is handed to the lane unparsed. It stands in front of Fastify, whose routing, hooks and
 * parsers cost a fifth of a small request: only the connection's limits are shared. JSON comes under any type.
 */
export const createInlet = (edge: Edge, onError: (error: unknown) => void): Inlet => {
  const ours = new Set(Object.values(edge.secrets.keys))
  return (request, response) => {
    if (request.method !== 'POST') return false
    const path = pathOf(request.url ?? '')
    const endpoint = ENDPOINTS.get(path)
    if (endpoint) {
      const address = addressOf(request, edge.trusts)
      edge.proxies.note(request, address, edge.now())
      const asked = { request, endpoint, address, ours }
      takeIn(edge, asked, response).catch(onError)
      return true
    }
    if (path !== TELEMETRY) return false
    // Telemetry of Segment's browser SDK: welcome, and of no use to us.
    answer(response, dropBody(request, TAKEN))
    return true
  }
}

const pathOf = (url: string): string => {
  const at = url.indexOf('?')
  return at < 0 ? url : url.slice(0, at)
}

type Asked = {
  readonly request: IncomingMessage
  readonly endpoint: Endpoint
  readonly address: string
  /** The keys that there are. */
  readonly ours: ReadonlySet<string>
}

const takeIn = async (edge: Edge, asked: Asked, response: ServerResponse): Promise<void> => {
  const receivedAt = edge.now()
  const receipt = await decide(edge, asked)
  answer(response, receipt)
  edge.metrics.ingested(receipt.status, edge.now() - receivedAt)
}

const decide = async (edge: Edge, { request, endpoint, address, ours }: Asked): Promise<Receipt> => {
  const { origin = null } = request.headers
  if (edge.intake.isFull()) return dropBody(request, OVERLOADED)
  const early = edge.rates.ofAddress(address, edge.now())
  if (early > 0) return dropBody(request, tooOften(early))
  // What is refused here counts for its address alone: it must not use up what a key of ours may send.
  const key = keyOf(request)
  if (key !== null && !ours.has(key)) return dropBody(request, refuse(401, 'The write key is unknown.'))
  if (origin !== null && !mayUse(edge.config.origins, origin)) {
    // Whoever set it up sees it on "Is it working?"; what cannot be counted is no reason to answer otherwise.
    void edge.lane.refuseOrigin(origin, edge.now()).catch(() => undefined)
    return dropBody(request, refuse(401, 'This origin is not listed in TIDEMARK_ORIGINS.'))
  }
  const wait = edge.rates.ofKey(key, edge.now())
  if (wait > 0) return dropBody(request, tooOften(wait))
  const body = await readBody(request, { atMost: LIMITS.batchBytes, onHeld: edge.intake.hold })
  if (!body.ok) return refuse(400, body.error)
  return edge.intake.submit({
    body: body.text,
    endpoint,
    key,
    receivedAt: edge.now(),
    origin,
    address,
  })
}

const tooOften = (wait: number): Receipt => ({ ...TOO_OFTEN, retryAfter: wait / SECOND })

/** Backends send no Origin; a page always does when it posts. */
const mayUse = (origins: readonly string[], origin: string): boolean =>
  origins.length === 0 || origins.includes(origin)

const refuse = (status: 400 | 401, detail: string): Receipt => ({
  status,
  body: problemBody(status, { detail }),
})

const dropBody = (request: IncomingMessage, receipt: Receipt): Receipt => {
  request.resume()
  return receipt
}

const COMMON = Object.entries(CORS).flat()

/** Headers as a flat list: Node writes those out as they are. */
const answer = (response: ServerResponse, { status, body, retryAfter }: Receipt) => {
  const headers = [
    ...COMMON,
    'content-type',
    status === 200 ? 'application/json' : PROBLEM_TYPE,
    'content-length',
    String(Buffer.byteLength(body)),
  ]
  if (retryAfter !== undefined) headers.push('retry-after', String(Math.ceil(retryAfter)))
  response.writeHead(status, headers)
  response.end(body)
}

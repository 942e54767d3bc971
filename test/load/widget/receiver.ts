import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { QUIET_CONFIG } from '../../quiet-config.ts'
import type { Script } from './scripts.ts'

/** What Segment's SDK asks its CDN for. */
const SEGMENT = { integrations: { 'Segment.io': { apiKey: 'bench' } }, plan: {}, track: {} }
/** Isolated, because only then `performance.now()` counts in steps of 5 us instead of 100. */
const PAGE = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
const ANSWER = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** What the bench calls its events, wherever a tracker puts that. */
export const EVENT = 'Report Viewed'

const answerFor = (path: string): string => {
  if (path === '/v1/config') return JSON.stringify(QUIET_CONFIG)
  return path.endsWith('/settings') ? JSON.stringify(SEGMENT) : '{"success":true}'
}
const eventsIn = (body: Buffer): number => {
  const isPacked = body[0] === 0x1f && body[1] === 0x8b
  return (isPacked ? gunzipSync(body) : body).toString().split(EVENT).length - 1
}

const listen = async (respond: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(respond)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, port: (server.address() as AddressInfo).port }
}

/**
 * A host page on one origin, and on another what answers every tracker: it counts requests, what was uploaded and the
 * events in it. Scripts lie at its root, because ours asks for its chunks and its configuration beside itself.
 */
export const startReceiver = async (scripts: readonly Script[]) => {
  const counts = { requests: 0, preflights: 0, bytes: 0, events: 0 }
  const chunks = new Map(scripts.flatMap((script) => Object.entries(script.chunks)))
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(String(request.url), 'http://receiver').pathname
    const script = scripts.find(({ name }) => path === `/${name}.js`)
    const chunk = chunks.get(basename(path))
    if (!script) {
      const head = request.rawHeaders.join(': ').length + String(request.url).length
      counts.requests += 1
      counts.bytes += head
      if (request.method === 'OPTIONS') counts.preflights += 1
    }
    const sent = await buffer(request)
    counts.bytes += sent.length
    counts.events += eventsIn(sent)
    const code = script?.code ?? chunk
    const origin = request.headers.origin
    response.writeHead(200, {
      ...ANSWER,
      // Snowplow sends with credentials, which `*` does not allow.
      ...(origin && { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }),
      'Access-Control-Allow-Headers': 'authorization, content-type, x-retry-count',
      'Content-Type': code === undefined ? 'application/json' : 'text/javascript',
    })
    response.end(code ?? answerFor(path))
  }
  const receiver = await listen((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })
  const host = await listen((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', ...PAGE })
    response.end(
      '<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><h1>Host</h1>',
    )
  })
  return {
    url: `http://127.0.0.1:${receiver.port}`,
    page: `http://localhost:${host.port}/`,
    /** What has come since the last time it was asked. */
    take() {
      const taken = { ...counts }
      Object.assign(counts, { requests: 0, preflights: 0, bytes: 0, events: 0 })
      return taken
    },
    close() {
      for (const { server } of [receiver, host]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>

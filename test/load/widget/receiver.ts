import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { QUIET_CONFIG } from '../../quiet-config.ts'
import type { Script } from './scripts.ts'

const CHUNKS = resolve(import.meta.dirname, '../../../dist/widget')
/** What Segment's SDK asks its CDN for. */
const SEGMENT = { integrations: { 'Segment.io': { apiKey: 'bench' } }, plan: {}, track: {} }
/** Isolated, because only then `performance.now()` counts in steps of 5 us instead of 100. */
const PAGE = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
const ANSWER = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

const answerFor = async (path: string): Promise<[type: string, body: string | Buffer]> => {
  if (path === '/v1/config') return ['application/json', JSON.stringify(QUIET_CONFIG)]
  if (path.endsWith('/settings')) return ['application/json', JSON.stringify(SEGMENT)]
  const isChunk = /^\/[\w-]+\.js$/.test(path)
  return isChunk
    ? ['text/javascript', await readFile(join(CHUNKS, path))]
    : ['application/json', '{"success":true}']
}

const listen = async (respond: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(respond)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, port: (server.address() as AddressInfo).port }
}

/** A host page on one origin, and on another what answers every tracker: it counts requests and what was uploaded. */
export const startReceiver = async (scripts: readonly Script[]) => {
  const counts = { requests: 0, preflights: 0, bytes: 0 }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(String(request.url), 'http://receiver').pathname
    const script = scripts.find(({ name }) => path === `/script/${name}`)
    if (!script) {
      const head = request.rawHeaders.join(': ').length + String(request.url).length
      counts.requests += 1
      counts.bytes += head
      if (request.method === 'OPTIONS') counts.preflights += 1
    }
    for await (const part of request) counts.bytes += (part as Buffer).length
    const [type, body] = script ? ['text/javascript', script.code] : await answerFor(path)
    const origin = request.headers.origin
    response.writeHead(200, {
      ...ANSWER,
      // Snowplow sends with credentials, which `*` does not allow.
      ...(origin && { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }),
      'Access-Control-Allow-Headers': 'content-type',
      'Content-Type': type,
    })
    response.end(body)
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
      Object.assign(counts, { requests: 0, preflights: 0, bytes: 0 })
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

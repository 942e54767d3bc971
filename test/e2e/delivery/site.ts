import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { WireEvent } from '../../../server/wire/event.ts'
import type { PublicConfig } from '../../../server/wire/prompt.ts'

const ASSETS = resolve(import.meta.dirname, '../../../dist/widget')

export const CONFIG: PublicConfig = {
  version: 1,
  enabled: true,
  prompts: [],
  thresholds: [0.8, 1],
  pricing: { paths: ['/pricing'], dwellAfter: 5000 },
  frequency: { spacingAfter: 0, unsolicitedPerDay: null, holdout: 0 },
  brand: {},
  chunks: { moments: 'moments.js', prompt: 'prompt.js', form: 'form.js' },
}

const page = (
  server: string,
) => `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
<script>window.tidemark=window.tidemark||function(){(tidemark.q=tidemark.q||[]).push(arguments)}</script>
<script async src="${server}/tidemark.js" data-key="pk_test"></script>
<h1>Host</h1>`

/** One request for events, as it came. */
export type Received = {
  readonly method: string
  readonly events: readonly WireEvent[]
  readonly bytes: number
}

/** What the receiver does with the next requests for events. */
export type Mood = 'well' | 'unavailable' | 'too many' | 'deaf'

const listen = async (server: Server, port = 0): Promise<number> => {
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

/** Ends with its connections, so that the port is free and refuses at once. */
const shut = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })

/** A host page on one origin, and on another a receiver that behaves as DESIGN section 4 says and counts. */
export const startSite = async () => {
  const received: Received[] = []
  let mood: Mood = 'well'

  const takeEvents = async (request: IncomingMessage) => {
    const body = await buffer(request)
    const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString()
    const { batch } = JSON.parse(text) as { batch: WireEvent[] }
    received.push({ method: String(request.method), events: batch, bytes: body.length })
  }
  const receive = async (
    request: IncomingMessage,
  ): Promise<{ status: number; body: string | Buffer; type?: string }> => {
    const { pathname } = new URL(String(request.url), 'http://receiver')
    if (pathname === '/v1/config') return { status: 200, body: JSON.stringify(CONFIG) }
    if (!pathname.startsWith('/v1/'))
      return { status: 200, body: await readFile(join(ASSETS, pathname)), type: 'text/javascript' }
    if (request.method === 'OPTIONS') {
      received.push({ method: 'OPTIONS', events: [], bytes: 0 })
      return { status: 204, body: '' }
    }
    if (mood === 'unavailable') return { status: 503, body: '{}' }
    if (mood === 'too many') return { status: 429, body: '{}' }
    await takeEvents(request)
    return { status: 200, body: '{"success":true}' }
  }
  const receiver = () =>
    createServer((request, response) => {
      receive(request).then(
        ({ status, body, type = 'application/json' }) => {
          response.writeHead(status, {
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Expose-Headers': 'Retry-After',
            'Content-Type': type,
            ...(status === 429 && { 'Retry-After': '2' }),
          })
          response.end(body)
        },
        () => response.writeHead(404).end(),
      )
    })
  let server = receiver()
  const port = await listen(server)
  const host = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' })
    response.end(page(`http://127.0.0.1:${port}`))
  })
  const hostPort = await listen(host)

  const arrivals = (name: string) =>
    received.flatMap(({ events }) => events.filter(({ event }) => event === name))
  return {
    url: `http://localhost:${hostPort}`,
    received,
    arrivals,
    /** How many different events of that name the server would count. */
    counted: (name: string) => new Set(arrivals(name).map(({ messageId }) => messageId)).size,
    async become(next: Mood) {
      const before = mood
      mood = next
      if (next === 'deaf') await shut(server)
      else if (before === 'deaf') {
        server = receiver()
        await listen(server, port)
      }
    },
    async close() {
      await shut(host)
      if (mood !== 'deaf') await shut(server)
    },
  }
}

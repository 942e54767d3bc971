import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { WireEvent } from '../../../server/wire/event.ts'
import type { PublicConfig } from '../../../server/wire/prompt.ts'
import { QUIET_CONFIG } from '../../quiet-config.ts'

const ASSETS = resolve(import.meta.dirname, '../../../dist/widget')

/** A host's page; where it says `{server}`, the receiver's address comes in. */
export type HostPage = { readonly html: string; readonly headers?: Record<string, string> }
/** A script of the host's own, a service worker say. */
type HostScript = { readonly script: string }

export const STUB =
  '<script nonce="n">window.tidemark=window.tidemark||function(){(tidemark.q=tidemark.q||[]).push(arguments)}</script>'
export const SNIPPET = '<script nonce="n" async src="{server}/tidemark.js" data-key="pk_test"></script>'
const PLAIN: HostPage = { html: STUB + SNIPPET }

/** One request for events, as it came. */
export type Received = {
  readonly method: string
  readonly events: readonly WireEvent[]
  readonly bytes: number
  /** Others that were under way when it came. */
  readonly beside: number
}

/** What the receiver does with the next requests. */
export type Mood = 'well' | 'unavailable' | 'too many' | 'deaf' | 'without chunks' | 'unwelcoming'

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

const answer = (status: number, body: string | Buffer = '{}', type = 'application/json') => ({
  status,
  body,
  type,
})
type Answer = ReturnType<typeof answer>

const eventsIn = (body: Buffer): WireEvent[] => {
  const isPacked = body[0] === 0x1f && body[1] === 0x8b
  return (JSON.parse((isPacked ? gunzipSync(body) : body).toString()) as { batch: WireEvent[] }).batch
}

/** What answers on the other origin: the snippet's files, its configuration, and the counting of events. */
const createReceiver = (initial: PublicConfig) => {
  let config = initial
  const received: Received[] = []
  let mood: Mood = 'well'
  let underWay = 0

  const takeEvents = async (request: IncomingMessage): Promise<Answer> => {
    const beside = underWay++
    const body = await buffer(request)
    // Long enough for two requests to meet, if they would.
    await new Promise((done) => setTimeout(done, 20))
    underWay--
    const isPost = request.method === 'POST'
    if (isPost && mood === 'unavailable') return answer(503)
    if (isPost && mood === 'too many') return answer(429)
    if (isPost && mood === 'unwelcoming') return answer(401, '{"title":"Unauthorized"}')
    const events = isPost ? eventsIn(body) : []
    received.push({ method: String(request.method), events, bytes: body.length, beside })
    return answer(200, '{"success":true}')
  }
  const receive = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = new URL(String(request.url), 'http://receiver')
    if (pathname === '/v1/config') return answer(200, JSON.stringify(config))
    if (pathname.startsWith('/v1/')) return takeEvents(request)
    if (mood === 'without chunks' && pathname !== '/tidemark.js') return answer(404)
    return answer(200, await readFile(join(ASSETS, pathname)), 'text/javascript')
  }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, body, type } = await receive(request).catch(() => answer(404))
    response.writeHead(status, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      'Content-Type': type,
      ...(status === 429 && { 'Retry-After': '2' }),
    })
    response.end(body)
  }
  return {
    received,
    create: () => createServer((request, response) => void respond(request, response)),
    mood: () => mood,
    publish: (part: Partial<PublicConfig>) => {
      config = { ...config, ...part }
    },
    become(next: Mood) {
      mood = next
    },
  }
}

/**
 * A host page on one origin, and on another a receiver that behaves as DESIGN section 4 says and counts. `config`: what
 * its `/v1/config` says apart from the defaults.
 */
export const startSite = async (config: Partial<PublicConfig> = {}) => {
  const receiver = createReceiver({ ...QUIET_CONFIG, ...config })
  const pages = new Map<string, HostPage | HostScript>()
  let server = receiver.create()
  const port = await listen(server)
  const host = createServer((request, response) => {
    const page = pages.get(String(request.url)) ?? PLAIN
    if ('script' in page) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' })
      response.end(page.script)
      return
    }
    const { html, headers } = page
    response.writeHead(200, { 'Content-Type': 'text/html', ...headers })
    response.end(
      `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${html.replaceAll('{server}', `http://127.0.0.1:${port}`)}<h1>Host</h1>`,
    )
  })
  const hostPort = await listen(host)

  const { received } = receiver
  const arrivals = (name: string) =>
    received.flatMap(({ events }) => events.filter(({ event }) => event === name))
  return {
    url: `http://localhost:${hostPort}/`,
    hostPort,
    received,
    arrivals,
    /** How many different events of that name the server would count. */
    counted: (name: string) => new Set(arrivals(name).map(({ messageId }) => messageId)).size,
    /** Serves a page of the host's own making, and answers its address. */
    serve(path: string, page: HostPage | HostScript) {
      pages.set(path, page)
      return `http://localhost:${hostPort}${path}`
    },
    /** Its configuration from now on, as far as it changes. */
    publish: receiver.publish,
    async become(next: Mood) {
      const before = receiver.mood()
      receiver.become(next)
      if (next === 'deaf') await shut(server)
      else if (before === 'deaf') {
        server = receiver.create()
        await listen(server, port)
      }
    },
    async close() {
      await shut(host)
      if (receiver.mood() !== 'deaf') await shut(server)
    },
  }
}

/** A prompt for a locked feature, as the configuration has it. */
export const SSO = {
  id: 'sso',
  format: 'modal',
  trigger: { kind: 'gate', feature: 'sso' },
  title: 'Single sign-on comes with Pro',
  body: 'Ask your admin.',
  primary: { kind: 'link', label: 'See plans', url: '#plans' },
} as const

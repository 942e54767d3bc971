import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CORS } from './cors.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'

const A_YEAR = 31_536_000
const FIVE_MINUTES = 300
const isHashed = (path: string) => /-[\w-]{8,}\.\w+(\.(br|gz))?$/.test(path)
const cacheFor = (path: string) =>
  isHashed(path) ? `public, max-age=${A_YEAR}, immutable` : `public, max-age=${FIVE_MINUTES}`

/** The app shows customers' data beside text from strangers: only its own files may run, and nobody may frame it. */
const INBOX_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const

/** `tidemark.js` and its chunks, for any page in the world. */
export const snippetFiles =
  ({ assets }: Edge) =>
  async (app: FastifyInstance): Promise<void> => {
    const root = join(assets, 'widget')
    if (!existsSync(root)) return missing(app, '/tidemark.js')
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      globIgnore: ['**/*.json', '**/*.br', '**/*.gz'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.headers({
          ...CORS,
          'cache-control': cacheFor(path),
          'cross-origin-resource-policy': 'cross-origin',
          'x-content-type-options': 'nosniff',
        })
      },
    })
  }

/** The sales inbox. Its files are no secret; everything that they show comes through the private API. */
export const inboxFiles =
  ({ assets }: Edge) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/', (_request, reply) => reply.redirect('/inbox'))
    const root = join(assets, 'inbox')
    if (!existsSync(root)) return missing(app, '/inbox')
    await app.register(fastifyStatic, {
      root,
      prefix: '/inbox/',
      wildcard: false,
      index: false,
      globIgnore: ['**/*.br', '**/*.gz', 'index.html'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.headers({
          ...INBOX_HEADERS,
          'cache-control': path.includes('index.html') ? 'no-cache' : cacheFor(path),
        })
      },
    })
    app.get('/inbox', sendPage)
    app.get('/inbox/', sendPage)
  }

const sendPage = (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile('index.html')

const missing = (app: FastifyInstance, path: string) => {
  app.get(path, (_request, reply) =>
    sendProblem(reply, 404, { detail: 'There is no build yet: run `npm run build` and start again.' }),
  )
}

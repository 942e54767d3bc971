import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSignedIn } from './auth.ts'
import { allowAnyOrigin } from './cors.ts'
import type { Edge } from './edge.ts'
import { readBuild, sendFile } from './files.ts'
import { sendProblem } from './problem.ts'

const A_YEAR = 31_536_000
const FIVE_MINUTES = 300
const isHashed = (path: string) => /-[\w-]{8,}\.\w+$/.test(path)
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
    "frame-src 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const

/** The page in which previews draw: ours alone may frame it, and prompts may show pictures from the team's site. */
const FRAME_HEADERS = {
  'content-security-policy': INBOX_HEADERS['content-security-policy']
    .replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    .replace("img-src 'self' data:", "img-src 'self' data: https:")
    .replace("connect-src 'self'", "connect-src 'none'"),
  'x-frame-options': 'SAMEORIGIN',
} as const

/** `tidemark.js` and its chunks, for any page in the world. */
export const snippetFiles =
  ({ assets }: Edge) =>
  async (app: FastifyInstance): Promise<void> => {
    const root = join(assets, 'widget')
    if (!existsSync(root)) return missing(app, '/tidemark.js')
    for (const [path, file] of readBuild(root))
      app.get(`/${path}`, (request, reply) => {
        allowAnyOrigin(reply).headers({
          'cache-control': cacheFor(path),
          'cross-origin-resource-policy': 'cross-origin',
          'x-content-type-options': 'nosniff',
        })
        return sendFile(request, reply, file)
      })
  }

/** The sales inbox. Its files are no secret; everything that they show comes through the private API. */
export const inboxFiles =
  (edge: Edge) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/', (_request, reply) => reply.redirect('/inbox'))
    const root = join(edge.assets, 'inbox')
    if (!existsSync(root)) return missing(app, '/inbox')
    const files = readBuild(root)
    for (const [path, file] of files)
      if (!path.endsWith('.html'))
        app.get(`/inbox/${path}`, (request, reply) => {
          reply.headers({ ...INBOX_HEADERS, 'cache-control': cacheFor(path) })
          return sendFile(request, reply, file)
        })
    const sendPage = (name: string, headers = {}) => {
      const file = files.get(name)
      return async (request: FastifyRequest, reply: FastifyReply) => {
        if (!file) return sendProblem(reply, 404, { detail: NO_BUILD })
        reply.headers({ ...INBOX_HEADERS, ...headers, 'cache-control': 'no-cache' })
        return sendFile(request, reply, file)
      }
    }
    const preview = sendPage('preview.html')
    app.get('/preview', async (request, reply) =>
      (await isSignedIn(edge, request)) ? preview(request, reply) : reply.redirect('/inbox'),
    )
    app.get('/preview/frame', sendPage('frame.html', FRAME_HEADERS))
    app.get('/inbox', sendPage('index.html'))
    app.get('/inbox/', sendPage('index.html'))
  }

const NO_BUILD = 'There is no build yet: run `npm run build` and start again.'

const missing = (app: FastifyInstance, path: string) => {
  app.get(path, (_request, reply) => sendProblem(reply, 404, { detail: NO_BUILD }))
}

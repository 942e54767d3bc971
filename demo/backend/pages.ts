import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The placeholders in app/index.html. */
const PLACE = { url: 'http://localhost:4680', key: 'pk_demo' } as const

/** Serves the built app. Every other path is the app's own route, so it gets the same page. */
export const servePages = (
  app: FastifyInstance,
  options: { directory: string; tidemarkUrl: string; writeKey: string },
) => {
  const page = readFileSync(join(options.directory, 'index.html'), 'utf8')
    .replaceAll(PLACE.url, options.tidemarkUrl)
    .replaceAll(PLACE.key, options.writeKey)
  app.register(fastifyStatic, {
    root: join(options.directory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
  })
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || /^\/(api|assets|hooks)\//.test(request.url))
      return reply.code(404).send({ error: 'unknown', message: 'There is nothing here.' })
    return reply.type('text/html').header('cache-control', 'no-cache').send(page)
  })
}

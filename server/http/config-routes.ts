import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { allowAnyOrigin, answerPreflights } from './cors.ts'
import type { Edge } from './edge.ts'
import { keyOf } from './key-of.ts'
import { sendProblem } from './problem.ts'
import { rudderSourceConfig, segmentSettings } from './sdk-settings.ts'

/** What browsers fetch before they send anything: our snippet's configuration and what Segment's and RudderStack's SDKs ask for. */
export const configRoutes =
  (edge: Edge): FastifyPluginCallback =>
  (app, _options, done) => {
    const { write, testWrite } = edge.secrets.keys
    const isBrowserKey = (key: string | null) => key === write || key === testWrite
    answerPreflights(app, '/v1/*', '/sourceConfig', '/sourceConfig/')

    app.get('/v1/config', async (request, reply) => {
      if (!isBrowserKey(keyOf(request))) return refuseKey(reply)
      const { body, etag } = await edge.publicConfig.answer()
      allowAnyOrigin(reply).headers({ etag, 'cache-control': 'public, no-cache' })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.type('application/json').send(body)
    })

    app.get<{ Params: { key: string } }>('/v1/projects/:key/settings', async (request, reply) => {
      const { key } = request.params
      if (!isBrowserKey(key)) return refuseKey(reply)
      return allowAnyOrigin(reply)
        .header('cache-control', 'public, max-age=300')
        .send(segmentSettings(key, baseOf(request)))
    })

    const sourceConfig = async (request: FastifyRequest, reply: FastifyReply) => {
      const key = keyOf(request)
      if (key === null || !isBrowserKey(key)) return refuseKey(reply)
      return allowAnyOrigin(reply)
        .header('cache-control', 'public, max-age=300')
        .send(rudderSourceConfig(key))
    }
    app.get('/sourceConfig', sourceConfig)
    app.get('/sourceConfig/', sourceConfig)
    done()
  }

const baseOf = (request: FastifyRequest) => ({ protocol: request.protocol, host: request.host })

const refuseKey = (reply: FastifyReply) =>
  sendProblem(allowAnyOrigin(reply), 401, { detail: 'This key is unknown, or not one for browsers.' })

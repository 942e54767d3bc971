import type { FastifyPluginCallback } from 'fastify'
import { SECOND } from '../wire/limits.ts'
import { bearerOf, isSameSecret } from './auth.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'

const PING_WITHIN = 2 * SECOND

export const healthRoutes =
  (edge: Edge): FastifyPluginCallback =>
  (app, _options, done) => {
    app.get('/healthz', async () => ({ status: 'ok' }))

    app.get('/readyz', async (_request, reply) => {
      const isReady = await isAnswered(edge.lane.ping())
      if (isReady) return { status: 'ready' }
      return sendProblem(reply, 503, { detail: 'The database does not answer.' })
    })

    app.get('/metrics', async (request, reply) => {
      if (!isSameSecret(bearerOf(request), edge.secrets.adminToken))
        return sendProblem(reply, 401, { detail: 'Metrics need the admin token.' })
      return reply.type(edge.metrics.type).send(await edge.metrics.text())
    })
    done()
  }

const isAnswered = async (asked: Promise<void>): Promise<boolean> => {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), PING_WITHIN)
  const answered = asked.then(
    () => true,
    () => false,
  )
  return Promise.race([answered, late.promise]).finally(() => clearTimeout(timer))
}

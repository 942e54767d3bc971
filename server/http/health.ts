import type { FastifyPluginCallback } from 'fastify'
import { SECOND } from '../wire/limits.ts'
import { bearerOf, isSameSecret } from './auth.ts'
import type { Edge } from './edge.ts'
import type { Gauges } from './metrics.ts'
import { sendProblem } from './problem.ts'

const PING_WITHIN = 2 * SECOND

export const healthRoutes =
  (edge: Edge): FastifyPluginCallback =>
  (app, _options, done) => {
    app.get('/healthz', async () => ({ status: 'ok' }))

    const isReady = createReadiness(edge)
    app.get('/readyz', async (_request, reply) =>
      (await isReady())
        ? { status: 'ready' }
        : sendProblem(reply, 503, { detail: 'The database does not answer, or takes nothing in.' }),
    )

    app.get('/metrics', async (request, reply) => {
      if (!isSameSecret(bearerOf(request), edge.secrets.adminToken))
        return sendProblem(reply, 401, { detail: 'Metrics need the admin token.' })
      return reply.type(edge.metrics.type).send(await edge.metrics.text(await readGauges(edge)))
    })
    done()
  }

/** Ready is who can commit. Anybody may ask, and it costs a write: so once a second, for all who ask. */
const createReadiness = ({ lane, now }: Edge): (() => Promise<boolean>) => {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer = Promise.resolve(false)
  return () => {
    // A clock that was ahead for a while must not keep this from being asked.
    if (Math.abs(now() - askedAt) < SECOND) return answer
    askedAt = now()
    answer = within(
      lane.ping(askedAt).then(() => true),
      false,
    )
    return answer
  }
}

/** What only the database knows is left out when it does not answer: then the rest matters most. */
const readGauges = async ({ lane, intake, now }: Edge): Promise<Gauges> => ({
  intakeBytes: intake.size(),
  queueAge: intake.age(),
  lane: await within(lane.gauges(now()), null),
})

const within = async <T>(asked: Promise<T>, otherwise: T): Promise<T> => {
  const late = Promise.withResolvers<T>()
  const timer = setTimeout(() => late.resolve(otherwise), PING_WITHIN)
  const answered = asked.catch(() => otherwise)
  return Promise.race([answered, late.promise]).finally(() => clearTimeout(timer))
}

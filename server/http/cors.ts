import type { FastifyInstance, FastifyReply } from 'fastify'

/** Any page may call these, without credentials; both headers read null across origins unless exposed. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After, ETag',
} as const

/**
 * `*` covers all names but Authorization; older browsers read it literally, hence those that Segment's and RudderStack's
 * SDKs send. Browsers cap the age themselves.
 */
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'Authorization, Content-Type, Content-Encoding, If-None-Match, AnonymousId, X-Retry-Count, *',
  'access-control-max-age': '86400',
} as const

export const allowAnyOrigin = (reply: FastifyReply): FastifyReply => reply.headers(CORS)

export const answerPreflights = (app: FastifyInstance, ...paths: readonly string[]): void => {
  for (const path of paths) app.options(path, (_request, reply) => reply.code(204).headers(PREFLIGHT).send())
}

import { createServer, type Server } from 'node:http'
import fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyServerFactory,
  LogController,
} from 'fastify'
import type { Lane } from '../commands.ts'
import type { Config } from '../config.ts'
import type { Secrets } from '../secrets.ts'
import { createSignIn } from '../sign-in.ts'
import { SECOND } from '../wire/limits.ts'
import { type Trusts, whomToTrust } from './address.ts'
import { createGuard, sessionCookieOf } from './auth.ts'
import { answerClientError, noteAnswer } from './client-error.ts'
import { closeGently } from './close-gently.ts'
import { configRoutes } from './config-routes.ts'
import { deliveryRoutes } from './deliveries.ts'
import type { Edge } from './edge.ts'
import { erasureRoutes } from './erasure.ts'
import { healthRoutes } from './health.ts'
import { heldRoutes } from './held.ts'
import { createInlet, type Inlet } from './ingest.ts'
import { createIntake } from './intake.ts'
import { leadRoutes } from './leads.ts'
import { createLog } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { modelRoutes } from './model.ts'
import { modelTrialRoutes } from './model-trial.ts'
import { describeApi } from './openapi.ts'
import { operationRoutes } from './operations.ts'
import { inboxFiles, snippetFiles } from './pages.ts'
import { answerError, answerUnknownPath } from './problem.ts'
import { promptRoutes } from './prompts.ts'
import { createProxies } from './proxies.ts'
import { createPublicConfig } from './public-config.ts'
import { createRates } from './rates.ts'
import { schemaRoutes } from './schemas.ts'
import { sessionRoutes, sessionStart } from './session.ts'
import { streamRoutes } from './stream.ts'
import { stripeRoutes } from './stripe.ts'
import { type Api, checkInput } from './typed.ts'
import { userRoutes } from './users.ts'

export type AppOptions = {
  readonly config: Config
  readonly lane: Lane
  readonly secrets: Secrets
  /** Folder of the build. */
  readonly assets: string
  readonly now?: () => number
  /** Where log lines go. @default nowhere */
  readonly log?: NodeJS.WritableStream
  /** Bytes of events that may wait for the lane; see intake.ts. */
  readonly mostWaiting?: number
}

/** A person's or program's account key, percent-encoded: 256 characters of up to 12 each. */
const MOST_PARAM = 4096

/** Everything the server answers over HTTP. It listens to nothing yet. */
export const createApp = async (options: AppOptions): Promise<{ app: FastifyInstance; metrics: Metrics }> => {
  const onError = (error: unknown): void => app.log.error({ err: error }, 'ingest failed')
  const edge = createEdge(options, onError)
  const inlet = createInlet(edge, onError)
  const app = fastify(serverOptions(options, { inlet, trusts: edge.trusts }))
  // Commands without a server inject their requests, past the one that listens.
  app.addHook('onRequest', (request, reply, next) => {
    if (inlet(request.raw, reply.raw)) reply.hijack()
    else next()
  })
  closeGently(app)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerUnknownPath)
  await app.register(async (observed) => {
    observe(observed, edge)
    await observed.register(configRoutes(edge))
    await observed.register(healthRoutes(edge))
    await observed.register(stripeRoutes(edge))
    await observed.register(schemaRoutes(edge.config.publicUrl))
    await observed.register(snippetFiles(edge))
    await observed.register(inboxFiles(edge))
    await observed.register((api: Api) => privateApi(api, edge))
  })
  return { app, metrics: edge.metrics }
}

const serverOptions = (
  { log }: AppOptions,
  { inlet, trusts }: { readonly inlet: Inlet; readonly trusts: Trusts },
): FastifyHttpOptions<Server> => ({
  logger: createLog(log),
  logController: new LogController({ disableRequestLogging: true }),
  trustProxy: trusts,
  // Else a malformed address is answered before any handler of ours.
  frameworkErrors: (error, request, reply) => {
    void answerError(error, request, reply)
  },
  clientErrorHandler: answerClientError,
  bodyLimit: 1024 * 1024,
  serverFactory: behind(inlet),
  routerOptions: { maxParamLength: MOST_PARAM },
})

const CONNECTIONS = {
  // A sender that trickles is cut off; see also headersTimeout, which Node sets to the smaller of the two.
  requestTimeout: 30 * SECOND,
  // Longer than the 60 s for which proxies in front usually keep connections.
  keepAliveTimeout: 75 * SECOND,
  headersTimeout: 10 * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
}

/** Events are taken in first; all else is Fastify's. A server that closes takes in what comes, and hangs up. */
const behind =
  (inlet: Inlet): FastifyServerFactory =>
  (handler) => {
    const server = createServer(CONNECTIONS, (request, response) => {
      if (!server.listening) response.shouldKeepAlive = false
      noteAnswer(response)
      if (!inlet(request, response)) handler(request, response)
    })
    return server
  }

const createEdge = (options: AppOptions, onError: (error: unknown) => void): Edge => {
  const { config, lane, secrets, assets, now = Date.now, mostWaiting } = options
  const metrics = createMetrics()
  const intake = createIntake({
    lane,
    onError,
    now,
    onCommitted: metrics.committed,
    secretKeys: [secrets.keys.secret, secrets.keys.testSecret],
    ...(mostWaiting !== undefined && { mostWaiting }),
  })
  const trusts = whomToTrust(config)
  return {
    config,
    lane,
    secrets,
    assets,
    now,
    intake,
    trusts,
    proxies: createProxies(trusts),
    rates: createRates(config, secrets.keys),
    signIn: createSignIn(lane, config.publicUrl),
    metrics,
    publicConfig: createPublicConfig({ lane, now }),
  }
}

/**
 * One line for a private request or a failure: method, route, status, duration. Never an address, path or query, which
 * can name people; what every page view asks for is counted only.
 */
const observe = (app: FastifyInstance, { metrics }: Edge) => {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { statusCode: status, elapsedTime } = reply
    metrics.answered(route, status, elapsedTime)
    if (route.startsWith('/api/') || status >= 500)
      request.log.info({ method: request.method, route, status, ms: Math.round(elapsedTime) })
  })
}

const privateApi = async (api: Api, edge: Edge): Promise<void> => {
  api.setValidatorCompiler(checkInput)
  api.setSerializerCompiler(() => JSON.stringify)
  api.removeContentTypeParser('text/plain')
  api.decorateRequest('caller', null)
  api.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  const description = describeApi(api, sessionCookieOf(edge.config.publicUrl))
  await api.register(sessionStart(edge))
  await api.register(async (guarded: Api) => {
    guarded.addHook('onRequest', createGuard(edge))
    guarded.all('/api/*', answerUnknownPath)
    guarded.get('/api/openapi.json', description)
    await guarded.register(sessionRoutes(edge))
    await guarded.register(streamRoutes(edge))
    await guarded.register(userRoutes(edge))
    await guarded.register(erasureRoutes(edge))
    await guarded.register(leadRoutes(edge))
    await guarded.register(deliveryRoutes(edge))
    await guarded.register(heldRoutes(edge))
    await guarded.register(promptRoutes(edge))
    await guarded.register(modelRoutes(edge))
    await guarded.register(modelTrialRoutes(edge))
    await guarded.register(operationRoutes(edge))
  })
}

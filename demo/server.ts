import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { type Backend, Refusal } from './backend/backend.ts'
import { servePages } from './backend/pages.ts'
import { createPeople } from './backend/people.ts'
import { createRecords } from './backend/records.ts'
import { entryRoutes } from './backend/routes/entry.ts'
import { planRoutes } from './backend/routes/plan.ts'
import { recordRoutes } from './backend/routes/records.ts'
import { salesHookRoutes } from './backend/routes/sales-hook.ts'
import { teamRoutes } from './backend/routes/team.ts'
import { openStore } from './backend/store.ts'
import { connectTidemark, type TidemarkOptions } from './backend/tidemark.ts'

export type DemoOptions = {
  /** 0 = any free port. */
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host?: string | undefined
  /** The product's own SQLite file, or `:memory:`. */
  readonly database: string
  /** The built app. */
  readonly directory: string
  /** Browser key for the snippet and `whsec_` secret for what arrives at /hooks/sales. */
  readonly tidemark: TidemarkOptions & { readonly writeKey: string; readonly webhookSecret: string }
  /** @default Date.now */
  readonly now?: () => number
  /** @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch
}

export type Demo = {
  readonly url: string
  /** Resolves when Tidemark was told everything that it could be told. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

const answerErrors = (app: FastifyInstance) =>
  app.setErrorHandler((error, _, reply) => {
    if (error instanceof Refusal)
      return reply.code(error.statusCode).send({ error: error.code, message: error.message })
    if (error instanceof Error && 'validation' in error)
      return reply.code(400).send({ error: 'form', message: `Please check the form: ${error.message}.` })
    console.error(error)
    return reply.code(500).send({ error: 'failed', message: 'That did not work. Please try again.' })
  })

/** Starts Regulars, the demo product, on its own origin. */
export const startDemo = async (options: DemoOptions): Promise<Demo> => {
  const { now = Date.now, fetch = globalThis.fetch, tidemark } = options
  const store = openStore(options.database)
  const backend: Backend = {
    store,
    now,
    people: createPeople(store, now),
    records: createRecords(store, now),
    tidemark: connectTidemark(tidemark, { store, now, fetch }),
  }
  const app = Fastify({ forceCloseConnections: true })
  answerErrors(app)
  for (const routes of [entryRoutes, recordRoutes, teamRoutes, planRoutes]) routes(app, backend)
  app.register(async (scope) =>
    salesHookRoutes(scope, backend, {
      webhookSecret: tidemark.webhookSecret,
      inboxUrl: `${tidemark.url}/inbox/`,
    }),
  )
  servePages(app, {
    directory: options.directory,
    tidemarkUrl: tidemark.url,
    writeKey: tidemark.writeKey,
  })
  await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    settled: backend.tidemark.settled,
    close: async () => {
      await app.close()
      await backend.tidemark.close()
      store.close()
    },
  }
}

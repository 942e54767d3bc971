import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Webhook } from 'standardwebhooks'
import type { Backend } from '../backend.ts'
import { type Escalation, salesPage } from '../sales-page.ts'

/** Stands for the tool of a sales team: takes Tidemark's webhooks, checks their signatures and lists them. */
export const salesHookRoutes = (
  app: FastifyInstance,
  { store, now }: Backend,
  options: { webhookSecret: string; inboxUrl: string },
) => {
  const webhook = new Webhook(options.webhookSecret)
  // The signature covers the bytes as sent, so this route reads text and not JSON.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))

  const isGenuine = (body: string, headers: Record<string, string>) => {
    try {
      webhook.verify(body, headers)
      return true
    } catch {
      return false
    }
  }
  const list = () =>
    store.all<Escalation>(
      'select id, received_at as receivedAt, verified, body from escalation order by received_at desc limit 200',
    )

  app.post<{ Body: string }>('/hooks/sales', async (request, reply) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const isVerified = isGenuine(request.body, headers)
    store.run(
      'insert or ignore into escalation values (?, ?, ?, ?)',
      isVerified ? (headers['webhook-id'] ?? null) : `refused-${randomUUID()}`,
      now(),
      Number(isVerified),
      request.body,
    )
    return reply.code(isVerified ? 204 : 401).send()
  })

  app.get('/hooks/sales', (_, reply) => reply.type('text/html').send(salesPage(list(), options.inboxUrl)))
  app.get('/hooks/sales.json', () => ({ received: list().map(({ id, verified }) => ({ id, verified })) }))
}

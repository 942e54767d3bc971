import type { FastifyPluginCallback, FastifyReply } from 'fastify'
import type { Receipt } from '../commands.ts'
import { receiveStripe, type StripeTools } from '../stripe/receive.ts'
import { isSignedByStripe } from '../stripe/signature.ts'
import type { Edge } from './edge.ts'
import { OVERLOADED } from './intake.ts'
import { PROBLEM_TYPE, sendProblem } from './problem.ts'
import { readBody } from './read-body.ts'

const MOST_BYTES = 1024 * 1024

/** Stripe's webhooks. Anything but 200 makes Stripe send again, for up to three days. */
export const stripeRoutes =
  (edge: Edge): FastifyPluginCallback =>
  (app, _options, done) => {
    // The signature covers the bytes as they came, so nobody may parse them first.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, _payload, ready) => ready(null))
    const tools = toolsOf(edge)

    app.post('/v1/stripe', async (request, reply) => {
      const { stripeSecrets: secrets } = edge.config
      if (secrets.length === 0)
        return sendProblem(reply, 404, { detail: 'Set TIDEMARK_STRIPE_SECRET to receive from Stripe.' })
      if (edge.intake.isFull()) return send(reply, OVERLOADED)
      const body = await readBody(request.raw, { atMost: MOST_BYTES, onHeld: edge.intake.hold })
      if (!body.ok) return sendProblem(reply, 400, { detail: body.error })
      const header = request.headers['stripe-signature']
      const signature = Array.isArray(header) ? header[0] : header
      if (!isSignedByStripe(body.text, signature, { secrets, now: edge.now() }))
        return sendProblem(reply, 400, {
          detail: 'The Stripe-Signature is missing, too old or not by this secret.',
        })
      const event = parse(body.text)
      if (event === undefined) return sendProblem(reply, 400, { detail: 'The body is not JSON.' })
      return send(reply, await receiveStripe(tools, event, edge.now()))
    })
    done()
  }

const toolsOf = ({ lane, intake, secrets, now }: Edge): StripeTools => ({
  lane,
  submit: (batch) =>
    intake.submit({
      body: JSON.stringify({ batch }),
      endpoint: 'batch',
      key: secrets.keys.secret,
      receivedAt: now(),
      origin: null,
      address: '',
    }),
})

const send = (reply: FastifyReply, { status, body, retryAfter }: Receipt): FastifyReply => {
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)))
  return reply
    .code(status)
    .type(status === 200 ? 'application/json' : PROBLEM_TYPE)
    .send(body)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

import { Type } from 'typebox'
import { EMAIL, SESSION_VALID_AFTER } from '../sign-in.ts'
import { SECOND } from '../wire/limits.ts'
import { adminOnly, isOwnPage, sessionCookieOf } from './auth.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'
import type { Api } from './typed.ts'

const Person = Type.Object({ email: Type.String() })
const Email = Type.String({ maxLength: 254, pattern: EMAIL.source })

/** Exchanging the code of a sign-in link: the one private route that needs no session, because it gives one. */
export const sessionStart =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    const schema = {
      summary: 'Exchange the code of a sign-in link for a session cookie',
      body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 200 }) }),
      response: { 200: Person },
    }
    app.post('/api/session', { schema }, async (request, reply) => {
      if (request.headers.origin !== undefined && !isOwnPage(request, edge.config.publicUrl))
        return sendProblem(reply, 403, {
          detail: 'Signing in must come from a page of this server (Origin).',
        })
      const session = await edge.signIn.exchange(request.body.code, edge.now())
      if (session === null)
        return sendProblem(reply, 401, { detail: 'This sign-in link was used before, or is too old.' })
      return reply
        .header('set-cookie', cookie(edge, session.token, SESSION_VALID_AFTER))
        .send({ email: session.email })
    })
  }

export const sessionRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    app.get(
      '/api/session',
      { schema: { summary: 'Who is signed in', response: { 200: Person } } },
      async (request, reply) => {
        if (request.caller?.kind !== 'person')
          return sendProblem(reply, 401, { detail: 'There is no session.' })
        return { email: request.caller.email }
      },
    )

    app.delete('/api/session', { schema: { summary: 'Sign out' } }, async (request, reply) => {
      if (request.caller?.kind === 'person') await edge.signIn.signOut(request.caller.token)
      return reply
        .header('set-cookie', cookie(edge, '', 0))
        .code(204)
        .send()
    })

    app.post(
      '/api/sign-in',
      {
        onRequest: adminOnly,
        schema: {
          summary: 'Make a sign-in link that works once, for ten minutes (admin token)',
          body: Type.Object({ email: Email }),
          response: { 200: Type.Object({ url: Type.String(), expiresAt: Type.String() }) },
        },
      },
      ({ body }) => edge.signIn.issueLink(body.email, edge.now()),
    )
  }

const cookie = ({ config }: Edge, value: string, validAfter: number): string =>
  [
    `${sessionCookieOf(config.publicUrl)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${validAfter / SECOND}`,
    ...(config.publicUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ')

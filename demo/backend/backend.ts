import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from './model.ts'
import type { People } from './people.ts'
import type { Records } from './records.ts'
import type { Store } from './store.ts'
import type { Tidemark } from './tidemark.ts'

/** What the routes share. */
export type Backend = {
  readonly store: Store
  readonly people: People
  readonly records: Records
  readonly tidemark: Tidemark
  readonly now: () => number
}

const COOKIE = 'regulars_session'

/** The session's secret, as the browser sent it. */
export const sessionToken = (request: FastifyRequest): string | null =>
  new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? null

/** Signs a person in on this reply; null signs out. */
export const setSession = (reply: FastifyReply, token: string | null) =>
  reply.header(
    'set-cookie',
    `${COOKIE}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${token === null ? 0 : 2_592_000}`,
  )

/** A refusal that the app shows in words; `limit` and `gate` let it react. */
export class Refusal extends Error {
  readonly statusCode: number
  readonly code: string
  constructor(statusCode: number, code: string, message: string) {
    super(message)
    this.statusCode = statusCode
    this.code = code
  }
}

/** Who asks; throws a 401 for somebody who is not signed in. */
export const signedIn = ({ people }: Backend, request: FastifyRequest): Person => {
  const token = sessionToken(request)
  const person = token === null ? null : people.ofSession(token)
  if (!person) throw new Refusal(401, 'signed-out', 'Sign in first.')
  return person
}

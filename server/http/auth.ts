import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Edge } from './edge.ts'
import { Refusal } from './problem.ts'

/** Who calls the private API: somebody with the admin token, or a person with a session. */
export type Caller =
  | { readonly kind: 'admin' }
  | { readonly kind: 'person'; readonly email: string; readonly token: string }

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** Browsers keep cookies by host, whatever the port: several servers on localhost must not sign each other out. */
export const sessionCookieOf = (publicUrl: string): string =>
  ['tidemark_session', new URL(publicUrl).port].filter(Boolean).join('_')

const READS = new Set(['GET', 'HEAD'])

/**
 * Lets nobody past without the admin token or a session; a browser's write must also come from our own pages. It throws,
 * because an answer sent from an asynchronous hook would not stop Fastify from running the route.
 */
export const createGuard = (edge: Edge) => async (request: FastifyRequest) => {
  const bearer = bearerOf(request)
  request.caller = bearer === null ? await findPerson(edge, request) : checkAdmin(edge, bearer)
}

const checkAdmin = (edge: Edge, bearer: string): Caller => {
  if (isSameSecret(bearer, edge.secrets.adminToken)) return { kind: 'admin' }
  throw new Refusal(401, { detail: 'This is not the admin token.' })
}

const findPerson = async (edge: Edge, request: FastifyRequest): Promise<Caller> => {
  const token = sessionTokenOf(edge, request)
  const email = token === null ? null : await edge.signIn.whoIs(token, edge.now())
  if (token === null || email === null)
    throw new Refusal(401, { detail: 'Sign in, or send the admin token as a bearer.' })
  if (!READS.has(request.method) && !isOwnPage(request, edge.config.publicUrl))
    throw new Refusal(403, { detail: 'Changes must come from a page of this server (Origin).' })
  return { kind: 'person', email, token }
}

/** Whether a page that is asked for may be shown. */
export const isSignedIn = async (edge: Edge, request: FastifyRequest): Promise<boolean> => {
  const token = sessionTokenOf(edge, request)
  return token !== null && (await edge.signIn.whoIs(token, edge.now())) !== null
}

/** For what only the operator may do. */
export const adminOnly = async (request: FastifyRequest): Promise<void> => {
  if (request.caller?.kind !== 'admin') throw new Refusal(403, { detail: 'This needs the admin token.' })
}

/** How whoever holds the admin token says who asks. */
export const BY = 'x-tidemark-by'
const LONGEST_NAME = 100

/** The name that stands beside a change. */
export const nameOf = ({ caller, headers }: FastifyRequest): string => {
  if (caller?.kind === 'person') return caller.email
  const by = String(headers[BY] ?? '').trim()
  return by === '' ? 'api' : by.slice(0, LONGEST_NAME)
}

export const bearerOf = (request: FastifyRequest): string | null => {
  const { authorization } = request.headers
  return authorization?.toLowerCase().startsWith('bearer ')
    ? authorization.slice('bearer '.length).trim()
    : null
}

/** Compares digests, so that neither time nor length tells anything. */
export const isSameSecret = (given: string | null, secret: string): boolean =>
  given !== null && timingSafeEqual(digest(given), digest(secret))

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * True when the browser says that one of our own pages asks. Comparing with Host as well as TIDEMARK_URL keeps
 * 127.0.0.1 and localhost both usable; a page cannot forge either header.
 */
export const isOwnPage = (request: FastifyRequest, publicUrl: string): boolean => {
  const origin = URL.parse(request.headers.origin ?? '')
  return origin !== null && (origin.origin === publicUrl || origin.host === request.host)
}

const sessionTokenOf = ({ config }: Edge, request: FastifyRequest): string | null => {
  const cookie = sessionCookieOf(config.publicUrl)
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === cookie && value) return value
  }
  return null
}

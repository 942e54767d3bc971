import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldProblem } from '../field-problems.ts'
import type { Problem } from '../wire/view.ts'

type Details = { readonly detail?: string; readonly problems?: FieldProblem[] }

/** RFC 9457. The status says what went wrong, `detail` what to do; `problems` lists every mistake in a body. */
export const sendProblem = (reply: FastifyReply, status: number, details: Details = {}): FastifyReply => {
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(status).type(PROBLEM_TYPE).send(problemBody(status, details))
}

export const PROBLEM_TYPE = 'application/problem+json'

export const problemBody = (status: number, details: Details): string => {
  const problem: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...details }
  return JSON.stringify(problem)
}

/** A request that is refused before its route runs, by a hook or a validator. Not a fault of the server. */
export class Refusal extends Error {
  readonly status: number
  readonly details: Details
  constructor(status: number, details: Details) {
    super(details.detail)
    this.status = status
    this.details = details
  }
}

/** The one place where what was thrown becomes an answer. Unexpected errors are logged and tell the caller nothing. */
export const answerError = (error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) => {
  if (error instanceof Refusal) return sendProblem(reply, error.status, error.details)
  if (error.statusCode && error.statusCode < 500)
    return sendProblem(reply, error.statusCode, { detail: error.message })
  request.log.error({ err: error }, 'request failed')
  return sendProblem(reply, 500, { detail: 'Something went wrong on the server; its log has the details.' })
}

export const answerUnknownPath = (_request: FastifyRequest, reply: FastifyReply) =>
  sendProblem(reply, 404, { detail: 'Nothing is served at this address.' })

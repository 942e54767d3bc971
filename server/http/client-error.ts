import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { CORS } from './cors.ts'
import { PROBLEM_TYPE, problemBody } from './problem.ts'

/** By the codes of Node's parser and clock; everything else is no HTTP. */
const STATUSES: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The request line and headers are too long together: at most 16 KB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'What stands beside the chunks of the body is too long.'],
  // Not 408: several SDKs throw away what is refused by any 4xx but 429.
  ERR_HTTP_REQUEST_TIMEOUT: [503, 'The request did not arrive in time. Send it again.'],
}

type ClientError = Error & { readonly code?: string }

/** Of each connection the two newest answers, the newer first: they may still be under way. */
const newest = new WeakMap<Socket, readonly ServerResponse[]>()
export const noteAnswer = (answer: ServerResponse): void => {
  const { socket } = answer.req
  const before = newest.get(socket)?.[0]
  newest.set(socket, before ? [answer, before] : [answer])
}

/** Answers what reaches no route, because it is no HTTP or comes too slowly, as a problem; then hangs up. */
export const answerClientError = (error: ClientError, socket: Socket): void => {
  // It came behind a whole request, or is the rest of one that did: what was asked before is answered first.
  const answer = newest.get(socket)?.find(({ req }) => req.complete)
  if (answer && !answer.closed) answer.once('close', () => refuse(error, socket))
  else refuse(error, socket)
}

const refuse = (error: ClientError, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, detail] = STATUSES[error.code ?? ''] ?? [400, 'This is not HTTP/1.1.']
  const body = problemBody(status, { detail })
  const headers = {
    ...CORS,
    'content-type': PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
    ...(status === 503 && { 'retry-after': 1 }),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  socket.destroySoon()
}

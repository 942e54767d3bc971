import { STATUS_CODES } from 'node:http'
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

/** Answers what reaches no route, because it is no HTTP or comes too slowly, as a problem; then hangs up. */
export const answerClientError = (error: Error & { readonly code?: string }, socket: Socket): void => {
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

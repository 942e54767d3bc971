import { bytesOf } from './bounds.ts'
import { SECOND } from './span.ts'

/** A request's text, perhaps compressed. */
export type Body = ArrayBuffer | Uint8Array<ArrayBuffer>
/** What the server made of a request; a number: try again, after so many ms if it said (else 0). */
export type Outcome = 'taken' | 'refused' | number

/** Below this, gzip saves less than one network packet. */
const GZIP_FROM = 1400
const TIMEOUT_AFTER = 30 * SECOND
/** Statuses that say something about the request itself; every other failure may pass. */
const REFUSALS = [400, 413, 422]

/** Asked when a request begins; what it answers hears the reply, its status, or why there is none, and never throws. */
export type ExpectReply = () => (reply: unknown) => void

/** Smaller where it pays. It takes a few turns of the event loop, so never while the page closes. */
export const zip = async (text: string): Promise<Body> => {
  const bytes = bytesOf(text)
  if (bytes.length < GZIP_FROM || !globalThis.CompressionStream) return bytes
  return new Response(new Response(bytes).body?.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
}

/** Retry-After in ms: seconds or an HTTP date (RFC 9110, 10.2.3); 0 when absent or nonsense. */
const retryAfter = (header: string | null): number =>
  Number(header) * SECOND || Date.parse(header as string) - Date.now() || 0

/**
 * Posts without ever causing a preflight: text/plain, though it may be gzip, which the server tells by its first
 * bytes. Begins in this very tick and, unless it is too large, outlives the page. Never rejects.
 */
export const createPost = (url: string, expectReply: ExpectReply) => {
  const { fetch } = globalThis
  return async (body: Body): Promise<Outcome> => {
    const onReply = expectReply()
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain' },
        body,
        keepalive: true,
        signal: AbortSignal.timeout(TIMEOUT_AFTER),
        credentials: 'omit',
      })
      // Several browsers hold the keepalive quota until the body is read.
      const reply = await response.json().catch(() => response.status)
      onReply(reply)
      // A service worker or a hotel's network may answer 200 for a server that is out of reach.
      if (reply.success) return 'taken'
      return REFUSALS.includes(response.status) ? 'refused' : retryAfter(response.headers.get('Retry-After'))
    } catch (cause) {
      onReply(cause)
      return 0
    }
  }
}

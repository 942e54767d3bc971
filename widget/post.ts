import { bytesOf } from './bounds.ts'
import { SECOND } from './span.ts'

/** What the server made of a request; a number: try again, after so many ms if it said (else 0). */
export type Outcome = 'taken' | 'refused' | number

/** Below this, gzip saves less than one network packet. */
const GZIP_FROM = 1400
const TIMEOUT_AFTER = 30 * SECOND
/** Statuses that say something about the request itself; every other failure may pass. */
const REFUSALS = [400, 413, 422]

/** Asked when a request begins; what it answers hears the reply's text, or why there is none, and never throws. */
export type ExpectReply = () => (reply: unknown) => void

/** Smaller where it pays. It takes a few turns of the event loop, so never while the page closes. */
export const zip = async (text: string): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = bytesOf(text)
  if (bytes.length < GZIP_FROM || typeof CompressionStream === 'undefined') return bytes
  const packed = new Response(bytes).body?.pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

/** Retry-After in ms: seconds or an HTTP date (RFC 9110, 10.2.3); 0 when absent or nonsense. */
const retryAfter = (header: string | null): number =>
  Math.max(0, Number(header) * SECOND || Date.parse(String(header)) - Date.now() || 0)

/**
 * Posts without ever causing a preflight: text/plain, though it may be gzip, which the server tells by its first
 * bytes. Begins in this very tick and, unless it is too large, outlives the page. Never rejects.
 */
export const createPost = (url: string, expectReply: ExpectReply) => {
  const { fetch } = globalThis
  return async (body: Uint8Array<ArrayBuffer>): Promise<Outcome> => {
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
      const text = await response.text()
      onReply(text)
      if (response.ok) return 'taken'
      return REFUSALS.includes(response.status) ? 'refused' : retryAfter(response.headers.get('Retry-After'))
    } catch (cause) {
      onReply(cause)
      return 0
    }
  }
}

import { SECOND } from './span.ts'

/** What the server made of a request. `later` is everything transient; `after` is what it asked us to wait (ms). */
export type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'later'; readonly after?: number }

/** Browsers refuse keepalive bodies beyond 64 KiB, counting those in flight (Fetch standard). */
export const KEEPALIVE_BYTES = 60_000
/** Below this, gzip saves less than one network packet. */
const GZIP_FROM = 1400
const TIMEOUT_AFTER = 30 * SECOND

const bytes = new TextEncoder()

export const plain = (text: string) => bytes.encode(text)

/** Smaller where it pays. It takes a few turns of the event loop, so never while the page closes. */
export const zip = async (text: string): Promise<Uint8Array<ArrayBuffer>> => {
  const body = plain(text)
  if (body.length < GZIP_FROM || typeof CompressionStream === 'undefined') return body
  const packed = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

/** Retry-After in ms: seconds or an HTTP date (RFC 9110, 10.2.3); undefined when absent or nonsense. */
const retryAfter = (header: string | null): number | undefined => {
  const after = header === null ? Number.NaN : Number(header) * SECOND
  const span = Number.isNaN(after) ? Date.parse(String(header)) - Date.now() : after
  return span > 0 ? span : undefined
}

const judge = async (response: Response): Promise<Outcome> => {
  // Several browsers hold the keepalive quota until the body is read.
  await response.text()
  if (response.ok) return { kind: 'taken' }
  const after = retryAfter(response.headers.get('Retry-After'))
  return [400, 413, 422].includes(response.status)
    ? { kind: 'refused' }
    : { kind: 'later', ...(after && { after }) }
}

/**
 * Posts without ever causing a preflight: text/plain, though it may be gzip, which the server tells by its first
 * bytes. Begins in this very tick and, with `keepalive`, outlives the page. Never rejects.
 */
export const createPost = (url: string) => {
  const { fetch } = globalThis
  const headers = { 'Content-Type': 'text/plain' }
  return async (body: BodyInit, keepalive: boolean): Promise<Outcome> => {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_AFTER)
      const options = { method: 'POST', headers, body, keepalive, signal, credentials: 'omit' } as const
      return await judge(await fetch(url, options))
    } catch {
      return { kind: 'later' }
    }
  }
}

import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'

export type BodyText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string }

const tooLarge = (atMost: number): BodyText => ({
  ok: false,
  error: `The body is too large: at most ${atMost / 1024} KB, also when inflated.`,
})

/**
 * Reads a request's body as text, inflating gzip. Never settles when the sender goes away, and never rejects: nobody is
 * left to answer then.
 */
export const readBody = (request: IncomingMessage, atMost: number): Promise<BodyText> =>
  new Promise((done) => {
    const chunks: Buffer[] = []
    let size = 0
    if (Number(request.headers['content-length'] ?? 0) > atMost) {
      request.resume()
      done(tooLarge(atMost))
      return
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= atMost) chunks.push(chunk)
      else done(tooLarge(atMost))
    })
    request.on('error', () => chunks.splice(0))
    request.on('end', () => {
      const [first] = chunks
      done(toText(first && chunks.length === 1 ? first : Buffer.concat(chunks), atMost))
    })
  })

/**
 * gzip is told by its first bytes (RFC 1952), whatever the header says: our snippet sends it without Content-Encoding,
 * which would cost a preflight. Inflating stops at the cap, so it takes a millisecond at most and a bomb goes nowhere.
 */
const toText = (body: Buffer, atMost: number): BodyText => {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return { ok: true, text: body.toString() }
  try {
    return { ok: true, text: gunzipSync(body, { maxOutputLength: atMost }).toString() }
  } catch (error) {
    const isBomb = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isBomb
      ? tooLarge(atMost)
      : { ok: false, error: 'The body begins like gzip but cannot be inflated.' }
  }
}

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
 * Reads a request's body as text, inflating gzip. `onHeld` hears of every byte taken into memory and let go again. Never
 * settles when the sender goes away, and never rejects: nobody is left to answer then.
 */
export const readBody = (
  request: IncomingMessage,
  { atMost, onHeld }: { readonly atMost: number; readonly onHeld: (bytes: number) => void },
): Promise<BodyText> =>
  new Promise((done) => {
    const chunks: Buffer[] = []
    let held = 0
    const letGo = () => {
      onHeld(-held)
      held = 0
      chunks.length = 0
    }
    const take = (chunk: Buffer) => {
      if (held + chunk.length > atMost) return refuse()
      held += chunk.length
      onHeld(chunk.length)
      chunks.push(chunk)
    }
    const finish = () => {
      const [first] = chunks
      done(toText(first && chunks.length === 1 ? first : Buffer.concat(chunks), atMost))
    }
    const refuse = () => {
      request.off('data', take).off('end', finish).resume()
      letGo()
      done(tooLarge(atMost))
    }
    if (Number(request.headers['content-length'] ?? 0) > atMost) return refuse()
    request.on('data', take).on('end', finish).on('error', letGo).on('close', letGo)
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

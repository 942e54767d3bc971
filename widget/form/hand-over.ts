import type { Host } from '../host.ts'
import type { Sent } from '../overlay.ts'
import { SECOND } from '../span.ts'

/** Whoever wrote waits for it. */
const TIMEOUT_AFTER = 8 * SECOND

/**
 * Brings a captured event to the server at once, because whoever wrote it is owed an answer. The queue brings the same
 * one, under the same id, so that it counts once.
 */
export const handOver = async ({ server, key, token, now }: Host, event: string): Promise<Sent> => {
  if (!server) return 'sent'
  await token.fresh()
  const context = { tidemark: { token: token.get() } }
  const batch = [JSON.parse(event)]
  try {
    const { ok, status } = await fetch(`${server}/v1/b`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ writeKey: key, sentAt: now(), context, batch }),
      signal: AbortSignal.timeout(TIMEOUT_AFTER),
    })
    if (ok) return 'sent'
    return status < 500 && status !== 429 ? 'refused' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}

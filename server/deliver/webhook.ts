import { Webhook } from 'standardwebhooks'
import type { OutboxRow } from '../commands.ts'
import type { Outgoing } from './post.ts'

/**
 * A Standard Webhooks request. The id is the outbox row's, so a repeat after a crash or an error can be recognized; the
 * timestamp is the attempt's, because receivers refuse old ones.
 */
export const composeWebhook =
  (url: string, secret: string) =>
  (row: OutboxRow, now: number): Outgoing => {
    const at = new Date(now)
    return {
      url,
      body: row.body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Tidemark',
        'webhook-id': row.id,
        'webhook-timestamp': String(Math.floor(now / 1000)),
        'webhook-signature': new Webhook(secret).sign(row.id, at, row.body),
      },
    }
  }

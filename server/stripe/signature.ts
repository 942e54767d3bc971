import { createHmac, timingSafeEqual } from 'node:crypto'
import { SECOND } from '../wire/limits.ts'

/** What Stripe's own libraries allow: older ones may be replays. */
const TOLERANCE = 300 * SECOND

/**
 * Whether a body carries a valid `Stripe-Signature`: `t=<seconds>,v1=<hex>,...`, HMAC-SHA256 over `t.body`
 * (docs.stripe.com/webhooks#verify-manually). While a secret is rotated Stripe signs with both, and here several may be
 * in force: one match suffices.
 */
export const isSignedByStripe = (
  body: string,
  header: string | undefined,
  { secrets, now }: { readonly secrets: readonly string[]; readonly now: number },
): boolean => {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  if (!/^\d{1,12}$/.test(time) || Math.abs(now - Number(time) * SECOND) > TOLERANCE) return false
  const given = parts.filter(([name]) => name === 'v1').map(([, value]) => Buffer.from(value ?? '', 'hex'))
  return secrets.some((secret) => {
    const wanted = createHmac('sha256', secret).update(`${time}.${body}`).digest()
    return given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted))
  })
}

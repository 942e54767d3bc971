import { createVerifier } from 'fast-jwt'
import { DAY, MINUTE } from '../wire/limits.ts'

/** Who an identity token vouches for. */
export type Voucher = { readonly userId: string; readonly account: string | null }

const LIVES_AT_MOST = DAY
/** How far the clock of the customer's backend may be ahead of ours. */
const CLOCK_AFTER = 5 * MINUTE

/**
 * Checks identity tokens: HS256 by the customer's backend, for us, not expired, valid for a day at most. Anything else
 * vouches for nobody. Without a secret nobody is ever vouched for.
 */
export const createTokenCheck = (secret: string | null): ((token: unknown, at: number) => Voucher | null) => {
  if (!secret) return () => null
  // Instants are checked here, against the instant of receipt; so that a signature can be remembered.
  const verify = createVerifier({
    key: secret,
    algorithms: ['HS256'],
    allowedAud: 'tidemark',
    requiredClaims: ['aud', 'sub', 'exp', 'iat'],
    ignoreExpiration: true,
    ignoreNotBefore: true,
    cache: 1000,
  })
  return (token, at) => {
    if (typeof token !== 'string' || token.length > 4096) return null
    try {
      return voucherOf(verify(token), at)
    } catch {
      return null
    }
  }
}

const voucherOf = (claims: unknown, at: number): Voucher | null => {
  if (typeof claims !== 'object' || claims === null) return null
  const { sub, account, exp, iat, nbf } = claims as Readonly<Record<string, unknown>>
  if (typeof sub !== 'string' || typeof exp !== 'number' || typeof iat !== 'number') return null
  const [from, until] = [iat * 1000, exp * 1000]
  if (typeof nbf === 'number' && nbf * 1000 > at + CLOCK_AFTER) return null
  if (until <= at || from > at + CLOCK_AFTER || until - from > LIVES_AT_MOST) return null
  return { userId: sub, account: typeof account === 'string' && account !== '' ? account : null }
}

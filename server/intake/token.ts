import { createVerifier, TokenError } from 'fast-jwt'
import { DAY, MINUTE } from '../wire/limits.ts'
import type { TokenRefusal } from '../wire/operations.ts'

/** Who an identity token vouches for. */
export type Voucher = { readonly userId: string; readonly account: string | null }

const LIVES_AT_MOST = DAY
/** How far the clock of the customer's backend may be ahead of ours. */
const CLOCK_AFTER = 5 * MINUTE

/**
 * Checks identity tokens: HS256 by the customer's backend, for us, not expired, valid for a day at most. Anything else
 * vouches for nobody, and a word says why. Without a secret nobody is ever vouched for.
 */
export const createTokenCheck = (
  secret: string | null,
): ((token: unknown, at: number) => Voucher | TokenRefusal) => {
  if (!secret) return () => 'no secret'
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
    if (typeof token !== 'string' || token.length > 4096) return 'no token'
    try {
      return voucherOf(verify(token), at)
    } catch (error) {
      return refusalOf(error)
    }
  }
}

const REFUSALS: Readonly<Record<string, TokenRefusal>> = {
  FAST_JWT_INVALID_SIGNATURE: 'signature',
  FAST_JWT_INVALID_ALGORITHM: 'signature',
  FAST_JWT_INVALID_CLAIM_VALUE: 'audience',
  FAST_JWT_MISSING_REQUIRED_CLAIM: 'claims',
}
const refusalOf = (error: unknown): TokenRefusal =>
  (error instanceof TokenError && REFUSALS[error.code]) || 'no token'

const voucherOf = (claims: unknown, at: number): Voucher | TokenRefusal => {
  if (typeof claims !== 'object' || claims === null) return 'claims'
  const { sub, account, exp, iat, nbf } = claims as Readonly<Record<string, unknown>>
  if (typeof sub !== 'string' || typeof exp !== 'number' || typeof iat !== 'number') return 'claims'
  const [from, until] = [iat * 1000, exp * 1000]
  if (typeof nbf === 'number' && nbf * 1000 > at + CLOCK_AFTER) return 'not yet'
  if (until <= at) return 'expired'
  if (from > at + CLOCK_AFTER) return 'not yet'
  if (until - from > LIVES_AT_MOST) return 'too long'
  return { userId: sub, account: typeof account === 'string' && account !== '' ? account : null }
}

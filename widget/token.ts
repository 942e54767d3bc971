import { MINUTE, SECOND } from './span.ts'

/** Null, undefined: nobody is signed in, or the backend has no answer now. */
type Answer = string | null | undefined

/** A signed statement of the customer's backend that this is its user: the token itself, or a way to get one. */
export type TokenSource = {
  readonly token?: string | undefined
  /** Asked when events are sent and the last token is about to expire. */
  readonly getToken?: (() => Answer | Promise<Answer>) | undefined
}

/** Longer than this no request waits for a token: its events then count as unverified. */
const PATIENCE_AFTER = 2 * SECOND
const RENEW_BEFORE = MINUTE
/** The server reads no token of more than 4,096 characters. */
const LONGEST = 5000

/** When a JWT expires, in epoch ms; 0 when there is none or it does not say (RFC 7519, 4.1.4). */
const expiresAt = (token: unknown): number => {
  try {
    return (
      JSON.parse(atob((String(token).split('.')[1] as string).replace(/-/g, '+').replace(/_/g, '/'))).exp *
      SECOND
    )
  } catch {
    return 0
  }
}

export type Token = ReturnType<typeof createToken>

/** The identity token to send with. It is never stored. */
export const createToken = (now: () => number, onTrouble: (cause: unknown) => void) => {
  let source: TokenSource = {}
  let token: unknown

  return {
    /** Somebody else, or nobody: the old token is forgotten. */
    from(next: TokenSource) {
      source = next
      token = next.token
    },
    /** Whatever `getToken` answered, an error page say: the server refuses it, but it sinks no request. */
    get: () => (typeof token === 'string' ? token.slice(0, LONGEST) : undefined),
    /** Resolves when the token is fresh, or won't be soon. Never rejects. */
    fresh: async () => {
      const { getToken } = source
      if (!getToken || expiresAt(token) > now() + RENEW_BEFORE) return
      const asked = source
      const arrive = async () => {
        const value = await getToken()
        // A slow answer still serves the next request, unless somebody else has signed in meanwhile.
        if (source === asked) token = value
      }
      await Promise.race([arrive(), new Promise((go) => setTimeout(go, PATIENCE_AFTER))]).catch(onTrouble)
    },
  }
}

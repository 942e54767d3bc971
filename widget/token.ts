import { MINUTE, SECOND } from './span.ts'

/** A signed statement of the customer's backend that this is its user: the token itself, or a way to get one. */
export type TokenSource = {
  readonly token?: string | undefined
  /** Asked when events are sent and the last token is about to expire. */
  readonly getToken?: (() => string | Promise<string>) | undefined
}

/** Longer than this no request waits for a token: its events then count as unverified. */
const PATIENCE_AFTER = 2 * SECOND
const RENEW_BEFORE = MINUTE

/** When a JWT expires, in epoch ms; 0 when it does not say (RFC 7519, 4.1.4). */
const expiresAt = (token: string): number => {
  try {
    const [, payload = ''] = token.split('.')
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).exp * SECOND
  } catch {
    return 0
  }
}

export type Token = ReturnType<typeof createToken>

/** The identity token to send with. It is never stored. */
export const createToken = (now: () => number, onTrouble: (cause: unknown) => void) => {
  let source: TokenSource = {}
  let token: string | undefined

  return {
    /** Somebody else, or nobody: the old token is forgotten. */
    from(next: TokenSource) {
      source = next
      token = next.token
    },
    get: () => token,
    /** Resolves when the token is fresh, or won't be soon. Never rejects. */
    fresh: async () => {
      const { getToken } = source
      if (!getToken || (token && expiresAt(token) - RENEW_BEFORE > now())) return
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

import { createHash, randomBytes } from 'node:crypto'
import type { Lane } from './commands.ts'
import { HOUR, MINUTE } from './wire/limits.ts'

/** What can be told from the look of an e-mail address. */
export const EMAIL = /^[^\s@]+@[^\s@]+$/
export const CODE_VALID_AFTER = 10 * MINUTE
export const SESSION_VALID_AFTER = 12 * HOUR

export type Session = { readonly token: string; readonly email: string; readonly expiresAt: number }

/**
 * Signing in by a link that works once. The code stands in the URL's fragment, which no server, proxy or Referer ever
 * sees; the database holds hashes only, so reading it signs nobody in.
 */
export const createSignIn = (lane: Lane, publicUrl: string) => ({
  /** A link for this person, good for ten minutes. */
  issueLink: async (email: string, now: number): Promise<{ url: string; expiresAt: string }> => {
    const code = newToken()
    const expiresAt = now + CODE_VALID_AFTER
    await lane.putSession({ hash: hashOf(code), kind: 'code', email, expiresAt })
    return { url: `${publicUrl}/inbox#code=${code}`, expiresAt: new Date(expiresAt).toISOString() }
  },

  /** Exchanges a code for a session; null when it is unknown, used or too old. */
  exchange: async (code: string, now: number): Promise<Session | null> => {
    const email = await lane.takeCode(hashOf(code), now)
    if (email === null) return null
    const session = { token: newToken(), email, expiresAt: now + SESSION_VALID_AFTER }
    await lane.putSession({
      hash: hashOf(session.token),
      kind: 'session',
      email,
      expiresAt: session.expiresAt,
    })
    return session
  },

  /** Whose session this is, as long as it lasts. */
  whoIs: (token: string, now: number): Promise<string | null> => lane.session(hashOf(token), now),

  signOut: (token: string): Promise<void> => lane.endSession(hashOf(token)),
})
export type SignIn = ReturnType<typeof createSignIn>

const newToken = () => randomBytes(32).toString('base64url')
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

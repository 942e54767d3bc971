import { type ReadonlySignal, signal } from '@preact/signals'
import type { Api, ApiError } from './api.ts'
import { asApiError } from './resource.ts'

export type SessionState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'in'; readonly email: string }
  | { readonly kind: 'out' }
  /** The sign-in link was used before, is older than ten minutes, or was never valid. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly error: ApiError; readonly retry: () => void }

export type Session = {
  readonly state: ReadonlySignal<SessionState>
  /** With a code: exchanges it. Without: asks whether the cookie is still good. */
  readonly start: (code: string | null) => Promise<void>
  readonly signOut: () => Promise<void>
  /** Some call was answered 401. */
  readonly ended: () => void
}

export const createSession = (api: Api): Session => {
  const state = signal<SessionState>({ kind: 'checking' })

  const start = async (code: string | null) => {
    if (state.value.kind !== 'in') state.value = { kind: 'checking' }
    try {
      const { email } = code ? await api.signIn(code) : await api.session()
      state.value = { kind: 'in', email }
    } catch (cause) {
      const error = asApiError(cause)
      const passing = error.kind === 'offline' || error.kind === 'broken'
      if (passing) state.value = { kind: 'failed', error, retry: () => void start(code) }
      else state.value = { kind: code ? 'expired' : 'out' }
    }
  }

  return {
    state,
    start,
    async signOut() {
      await api.signOut()
      state.value = { kind: 'out' }
    },
    ended() {
      state.value = { kind: 'out' }
    },
  }
}

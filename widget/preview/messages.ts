import type { PublicConfig } from '../../server/wire/prompt.ts'
import type { Explanation } from '../api.ts'

/* What a page of the web app and the frame that draws for it say to each other, on one origin. */

export type Contact = { readonly name: string; readonly link: string }

/** How one prompt is drawn. */
export type Drawing = {
  readonly kind: 'draw'
  readonly config: PublicConfig
  readonly promptId: string
  readonly scheme: 'light' | 'dark'
  /** Of the reader. */
  readonly locale: string
  readonly variant: string | null
  /** The account's contact person, if it has one. */
  readonly contact: Contact | null
  /** Opens the contact form, if the prompt has one. */
  readonly form: boolean
}

/** The whole snippet in test mode: nothing is sent, everybody falls into the same arms, the clock stands. */
export type Live = { readonly kind: 'live'; readonly config: PublicConfig; readonly scheme: 'light' | 'dark' }

export type Deed =
  | { readonly kind: 'limit'; readonly limit: string; readonly used: number; readonly max: number }
  | { readonly kind: 'gate'; readonly feature: string }
  | { readonly kind: 'track'; readonly event: string }
  | { readonly kind: 'show'; readonly promptId: string }
  | { readonly kind: 'wait'; readonly after: number }

export type Order = Drawing | Live | { readonly kind: 'do'; readonly deed: Deed }

/** What the snippet would have sent. */
export type Sent = { readonly at: number; readonly event: string; readonly properties: object }

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'drawn' }
  | {
      readonly kind: 'state'
      readonly now: number
      readonly sent: readonly Sent[]
      readonly explained: readonly Explanation[]
    }

/*
 * The seam between deciding and drawing. Tidemark's side fills in every text and address; prompt/ is pure
 * presentation and knows neither configuration nor network.
 */

import type { Trigger } from '../server/wire/prompt.ts'

/** A call to action, ready to render. `href` is a checked http(s) or site-relative address; `contact` has none. */
export type Action = {
  readonly kind: 'checkout' | 'link' | 'contact'
  readonly label: string
  readonly href?: string
}

/** Everything an overlay shows; placeholders are filled in. */
export type Overlay = {
  readonly promptId: string
  readonly format: 'modal' | 'slide-in' | 'banner'
  readonly title: string
  readonly body: string
  readonly benefits: readonly string[]
  /** The figures behind a limit prompt; null for every other trigger. */
  readonly limit: { readonly name: string; readonly used: number; readonly max: number } | null
  /** What made it due, for "Why am I seeing this?". Absent: said in general words. */
  readonly trigger?: Trigger['kind']
  readonly primary: Action
  readonly secondary: Action | null
  readonly brand: {
    readonly color?: string
    readonly name?: string
    readonly scheme?: 'light' | 'dark' | 'auto'
  }
  /** What is known of the reader, to fill in the contact form. */
  readonly person: { readonly name?: string; readonly email?: string }
}

/** What the contact form asks for. */
export type ContactMessage = { readonly name: string; readonly email: string; readonly message: string }

/** What the overlay reports back. None of them throws. */
export type Listeners = {
  /** Once, when it is on the screen. */
  onShown(): void
  /** A call to action was clicked. A link then navigates by itself; this never prevents it. */
  onAction(action: Action): void
  /** "Later". */
  onLater(): void
  /** Close button or Esc. */
  onClose(): void
  /** "Don't show this again". */
  onMute(): void
  /** The contact form was sent; resolves when the message is safely stored, rejects never. */
  onContact(message: ContactMessage): Promise<void>
  /** Fetches the form's chunk; rejects when it cannot be reached. */
  loadForm(): Promise<typeof import('./form/form.ts')>
}

/** Draws one overlay. `close` takes it away without reporting anything. */
export type OpenOverlay = (overlay: Overlay, listeners: Listeners) => { close(): void }

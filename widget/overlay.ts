/*
 * The seam between deciding and drawing. Tidemark's side fills in every text and address; prompt/ is pure
 * presentation and knows neither configuration nor network.
 */

import type { CallToAction, Format } from '../server/wire/prompt.ts'
import type { Theme, Words } from '../server/wire/prompt-settings.ts'

/**
 * A call to action, ready to render. `href` is a checked http(s) or site-relative address; `contact`, `ask-admin`,
 * `callback` and a `trial` that the page starts itself have none.
 */
export type Action = {
  readonly kind: CallToAction['kind']
  readonly label: string
  readonly href?: string
}

/** The figures behind a prompt. `label`: the limit's name as it reads in a sentence. */
export type Figures = {
  readonly name: string
  readonly label: string
  readonly used: number
  readonly max: number
}

/** Everything an overlay shows; placeholders are filled in. */
export type Overlay = {
  readonly promptId: string
  readonly format: Format
  /** What a popover points at, or the slot that is filled; null for the other formats. Both are in the document now. */
  readonly target?: Element | null
  readonly title: string
  readonly body: string
  readonly benefits: readonly string[]
  readonly picture?: { readonly src: string; readonly alt: string } | null
  /** The figures behind a limit prompt; null for every other trigger. */
  readonly limit: Figures | null
  /** The answer to "Why am I seeing this?", in plain words. */
  readonly why: string
  readonly primary: Action
  readonly secondary: Action | null
  /** Another way to reach somebody, where the contact form fails: booking or e-mail. */
  readonly elsewhere?: { readonly label: string; readonly href: string }
  /** Theme tokens. */
  readonly brand: Theme
  /** The words around the copy in the reader's language, placeholders filled in; what is absent is English. */
  readonly words?: Words
  /** Language of the copy (BCP 47), which also says in which direction it is read. @default the page's own */
  readonly locale?: string
  /** What is known of the reader, to fill in the contact form. */
  readonly person: { readonly name?: string; readonly email?: string }
}

/** What the contact form asks for. */
export type ContactMessage = { readonly name: string; readonly email: string; readonly message: string }

/** What became of a message: taken or safe on this device; neither, for now; turned away for good. */
export type Sent = 'sent' | 'unreachable' | 'refused'

/** What the overlay reports back. None of them throws. */
export type Listeners = {
  /** Once, when it is on the screen. */
  onShown(): void
  /**
   * A call to action was clicked. True: the page does it itself, and a link must not navigate. `contact` opens the form,
   * `ask-admin` is answered with `words.asked` in place of the offer, every other call ends the overlay.
   */
  onAction(action: Action): unknown
  /** "Later". */
  onLater(): void
  /** Close button or Esc. */
  onClose(): void
  /** "Don't show this again". */
  onMute(): void
  /** It has left by itself, without an answer: the target of a popover or a slot is gone, or another copy replaced it. */
  onGone?(): void
  /** The contact form was sent. */
  onContact(message: ContactMessage): Promise<Sent>
  /** Fetches the form's chunk; rejects when it cannot be reached. */
  loadForm(): Promise<typeof import('./form/form.ts')>
}

/**
 * One overlay on the screen. `close` takes it away without reporting anything. `isWriting`: its form is open. `renew`:
 * the same prompt with newer figures, which nobody is told of; focus and form stay.
 */
export type Opened = {
  readonly close: () => void
  readonly isWriting: () => boolean
  readonly renew: (overlay: Overlay) => void
}
export type OpenOverlay = (overlay: Overlay, listeners: Listeners) => Opened

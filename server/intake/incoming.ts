import type { EventType, Fields, Trust } from '../wire/event.ts'

/** An event that passed the door: checked, normalized, believed as far as its sender is; not yet placed. */
export type Incoming = {
  readonly receivedAt: number
  /** Whose message ids these are: a subject (see subject-id.ts), before any claim. */
  readonly sender: string
  readonly userId: string | null
  readonly anonymousId: string | null
  /** Only on alias: who `userId` was before. */
  readonly previousId: string | null
  /** The account that the event itself names. */
  readonly account: string | null
  readonly messageId: string
  readonly time: number
  readonly trust: Trust
  readonly historic: boolean
  readonly counts: boolean
  /** A request for sales that somebody must look at first, and why; null = it is taken in. */
  readonly heldFor: string | null
  readonly generated: boolean
  readonly type: EventType
  readonly name: string
  readonly properties: Fields
  readonly traits: Fields
}

/** Of an event that has none. */
export const NO_FIELDS: Fields = Object.freeze({})

/** A message that was turned away. Nothing of its content is kept. */
export type Rejection = {
  readonly at: number
  readonly reason: string
  readonly type: string | null
  readonly messageId: string | null
}

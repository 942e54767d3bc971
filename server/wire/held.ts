import { type Static, Type } from 'typebox'

const Maybe = Type.Union([Type.String(), Type.Null()])

/** What sales may do with a request that was held: `restore` takes a dismissal back. */
export const HELD_ACTIONS = ['accept', 'dismiss', 'restore'] as const
export type HeldAction = (typeof HELD_ACTIONS)[number]

/** A request for sales that nobody vouches for and that came when there had been too many: it has opened no lead yet. */
export const HeldRaise = Type.Object({
  id: Type.String(),
  at: Type.String(),
  /** Null for a visitor without a user id. */
  userId: Maybe,
  accountId: Maybe,
  /** As the contact form was signed; nobody vouches for it. */
  name: Maybe,
  /** The e-mail address that they wrote in the form. */
  replyTo: Maybe,
  message: Maybe,
  /** Why it was held. */
  reason: Type.String(),
})
export type HeldRaise = Static<typeof HeldRaise>

/** `leadId`: what it opened or joined, once it was accepted. */
export const HeldDone = Type.Object({ leadId: Maybe })
export type HeldDone = Static<typeof HeldDone>

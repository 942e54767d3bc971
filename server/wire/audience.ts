import { type Static, Type } from 'typebox'
import { Paths, Signal, Test } from './trigger.ts'

const closed = { additionalProperties: false }
const Names = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 50 })

/** What the page itself can tell of who sees a prompt. All of it must hold; what is absent is not asked. */
const here = {
  /** The trait `plan` of the account, else of the user. */
  plans: Type.Optional(Names),
  /** The trait `role` of the user. */
  roles: Type.Optional(Names),
  /** Traits of the account, else of the user. */
  traits: Type.Optional(Type.Array(Test, { minItems: 1, maxItems: 10 })),
  signals: Type.Optional(Type.Array(Signal, { minItems: 1, maxItems: 10 })),
  /** Only on these routes, and never on those. */
  only: Type.Optional(Paths),
  hideOn: Type.Optional(Paths),
}
export const PublicAudience = Type.Object(here, closed)
export type PublicAudience = Static<typeof PublicAudience>

/**
 * What only the server knows. It never leaves: for a verified person the server answers with the ids of the prompts
 * whose lists hold, and only for them are these prompts ever due.
 */
export const Lists = Type.Object(
  {
    /** The user's tier by the scoring model. */
    tiers: Type.Optional(Names),
    /** Whether sales has an open lead for the account. */
    lead: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('none')])),
    /** Named lists of the prompt set; being in one is enough. */
    segments: Type.Optional(Names),
  },
  closed,
)
export type Lists = Static<typeof Lists>

export const Audience = Type.Object({ ...here, lists: Type.Optional(Lists) }, closed)
export type Audience = Static<typeof Audience>

/** Users and accounts by their ids; being named in one of the two is enough. */
export const Segment = Type.Object(
  {
    users: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 10_000 })),
    accounts: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 10_000 })),
  },
  closed,
)

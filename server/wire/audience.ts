import { type Static, Type } from 'typebox'
import { pathsOf, Signal, Test } from './trigger.ts'

const closed = { additionalProperties: false }
const names = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 50, description })
const ids = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 10_000, description })

/** What the page itself can tell of who sees a prompt. All of it must hold; what is absent is not asked. */
const here = {
  plans: Type.Optional(names('The trait plan of the account, else of the user, is one of these.')),
  roles: Type.Optional(names('The trait role of the user is one of these.')),
  traits: Type.Optional(
    Type.Array(Test, {
      minItems: 1,
      maxItems: 10,
      description: 'Traits of the account, else of the user, are so.',
    }),
  ),
  signals: Type.Optional(
    Type.Array(Signal, { minItems: 1, maxItems: 10, description: 'All of this happened on this device.' }),
  ),
  only: Type.Optional(pathsOf('Only on these paths')),
  hideOn: Type.Optional(pathsOf('Never on these paths')),
}
export const PublicAudience = Type.Object(here, closed)
export type PublicAudience = Static<typeof PublicAudience>

/**
 * What only the server knows. It never leaves: for a verified person the server answers with the ids of the prompts
 * whose lists hold, and only for them are these prompts ever due.
 */
export const Lists = Type.Object(
  {
    tiers: Type.Optional(names("The user's tier by the scoring model is one of these.")),
    lead: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('none')], {
        description: 'Whether sales has an open lead for the account.',
      }),
    ),
    segments: Type.Optional(names('Lists in `segments`; being in one is enough.')),
  },
  { ...closed, description: 'What only the server knows: for people whose identity is verified.' },
)
export type Lists = Static<typeof Lists>

export const Audience = Type.Object({ ...here, lists: Type.Optional(Lists) }, closed)
export type Audience = Static<typeof Audience>

/** Users and accounts by their ids; being named in one of the two is enough. */
export const Segment = Type.Object(
  {
    users: Type.Optional(ids('User ids.')),
    accounts: Type.Optional(ids('Account ids.')),
  },
  closed,
)

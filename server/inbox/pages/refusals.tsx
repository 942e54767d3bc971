import type { ComponentChildren } from 'preact'
import type { Installation, TokenRefusal } from '../../wire/operations.ts'

/** Why a token vouched for nobody, and what to do about it. */
const TOKENS: Readonly<Record<TokenRefusal, string>> = {
  'no secret': 'This server has no TIDEMARK_IDENTITY_SECRET: set the one that your backend signs with.',
  'no token': 'It is no JSON Web Token: let getToken answer the text of the token and nothing else.',
  signature:
    'Its signature is not by TIDEMARK_IDENTITY_SECRET with HS256: use the same secret on both sides.',
  audience: 'Its audience is not “tidemark”: set aud to it.',
  claims: 'It lacks aud, sub, iat or exp: sign it with all four, instants in seconds.',
  expired: 'It had expired: let getToken fetch a fresh one each time that it is called.',
  'not yet': 'It is of the future: look at the clock of your backend.',
  'too long': 'It is valid for more than a day: let exp be 24 hours after iat at most.',
  'another user': 'Its sub is not the id given to identify(): use the same id in both.',
  'another account': 'Its account is not the one given to group(): name that account in the token.',
}

type Refused = Installation['refused'][number]

type Refusal = {
  readonly what: Refused['what']
  readonly title: string
  readonly about: string
  readonly adviceFor: (which: string) => ComponentChildren
}

/** What may be turned away at the door, and what to do about each. */
export const REFUSALS: readonly Refusal[] = [
  {
    what: 'origin',
    title: 'Sites that are refused',
    about: 'They are not in TIDEMARK_ORIGINS, so nothing of them is taken in. Add those that are yours.',
    adviceFor: (which) => <bdi>{which}</bdi>,
  },
  {
    what: 'key',
    title: 'Requests with an unknown key',
    about: 'Nothing of them is taken in. Compare their key with those above.',
    adviceFor: () => 'Missing or unknown',
  },
  {
    what: 'token',
    title: 'Identity tokens that are refused',
    about: 'Their events count, but as “identity not verified”; prompts of these people stay on one device.',
    adviceFor: (which) => TOKENS[which as TokenRefusal],
  },
]

import type { PublicConfig } from '../server/wire/prompt.ts'
import { planOf } from './audience.ts'
import { callsFor } from './calls.ts'
import type { Drawn, draw } from './copy.ts'
import type { Reply } from './host.ts'
import type { Identity } from './identity.ts'
import type { Piece } from './stage.ts'
import { placeOf } from './target.ts'

type For = {
  readonly who: Identity
  readonly config: PublicConfig
  readonly reply: Reply | undefined
  readonly variant: string | undefined
}

/** What a piece says to this person, written by what draws; null where it would lead to an unsafe address. */
export const written = (
  write: typeof draw,
  { prompt, moment }: Pick<Piece, 'prompt' | 'moment'>,
  person: For,
): Drawn | null =>
  write({ prompt, moment, target: placeOf(prompt) ?? null, plan: planOf(person.who), callsFor, ...person })

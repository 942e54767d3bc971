import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import { fits } from './fits.ts'
import type { Identity } from './identity.ts'
import type { Happened } from './moment.ts'

const textOf = (value: unknown) => (typeof value === 'string' ? value : '(none)')

export const planOf = ({ groupTraits, traits }: Identity) => textOf(groupTraits['plan'] ?? traits['plan'])
const roleOf = ({ traits }: Identity) => textOf(traits['role'])

/** Whether somebody in this role can buy; everybody, unless the team names who. */
export const canBuy = ({ canBuy: roles }: PublicConfig, who: Identity): boolean =>
  !roles || roles.includes(roleOf(who))

type Known = {
  readonly who: Identity
  readonly happened: Happened
  /** Prompts with lists on the server that this person is in. */
  readonly listed: readonly string[]
}

/** Why somebody is not who a prompt is for; null when they are. */
export const outsideAudience = ({ id, audience = {}, listed }: Prompt, known: Known): string | null => {
  const { who, happened } = known
  const { plans, roles, traits = [], signals = [] } = audience
  if (listed && !known.listed.includes(id)) return 'not on its lists'
  if (plans && !plans.includes(planOf(who))) return `not for plan ${planOf(who)}`
  if (roles && !roles.includes(roleOf(who))) return `not for role ${roleOf(who)}`
  const all = { ...who.traits, ...who.groupTraits }
  const trait = traits.find((test) => !fits(test, all))
  if (trait) return `not for trait ${trait.name} ${JSON.stringify(all[trait.name]) ?? '(none)'}`
  const signal = signals.find((each) => !happened(each))
  return signal ? `waits for ${signal.event}` : null
}

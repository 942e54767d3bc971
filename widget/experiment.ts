import { bucket } from '../server/core/bucket.ts'
import { armKey, type Exposure, MIXED, type PromptState } from '../server/core/prompt-state.ts'
import type { Experiment } from '../server/wire/offer.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Identity } from './identity.ts'

/** Which arm a prompt is in for somebody, and what events about it say; or why that is not settled. */
export type Arm =
  | { readonly variant: string; readonly about: { readonly experiment?: string; readonly unit?: string } }
  | { readonly undecided: string }

/** Sees nothing; sees the prompt as it is. */
export const HOLDOUT = 'holdout'
const CONTROL = 'control'

type Known = {
  readonly config: PublicConfig
  readonly who: Identity
  readonly state: PromptState
  readonly deviceArm: (experiment: string) => Exposure | undefined
}

const personOf = ({ userId, anonymousId }: Identity) => userId ?? anonymousId

const unitOf = (experiment: Experiment, who: Identity): string | undefined => {
  if (experiment.unit === 'device') return who.anonymousId
  if (experiment.unit === 'user') return personOf(who)
  return who.groupId ?? (experiment.withoutAccount ? `~${personOf(who)}` : undefined)
}

/** Where the hash falls: first the share held out, then the variants, what is left is control. */
const draw = (unit: string, salt: string, holdout: number, variants: Experiment['variants'] = []): string => {
  const place = bucket(unit, salt)
  if (place < holdout) return HOLDOUT
  let left = (place - holdout) / (1 - holdout)
  for (const { id, share } of variants) {
    if (left < share) return id
    left -= share
  }
  return CONTROL
}

/** The arm, drawn once: what was stored at the first exposure stays, whatever the shares become. */
export const armOf = (prompt: Prompt, known: Known): Arm => {
  const { config, who, state, deviceArm } = known
  const { experiment, id } = prompt
  // A notice of a fact is owed to everybody.
  const isFactual = 'limit' in prompt.trigger
  const holdout = isFactual ? 0 : (experiment?.holdout ?? config.frequency.holdout)
  const armAt = (key: string) => (Object.hasOwn(state.arms, key) ? state.arms[key]?.[1] : undefined)
  if (!experiment) {
    const variant = armAt(armKey(id, undefined, 'user', '')) ?? draw(personOf(who), id, holdout)
    return { variant, about: {} }
  }
  const unit = unitOf(experiment, who)
  if (unit === undefined) return { undecided: 'no account yet' }
  const here = deviceArm(experiment.id)?.[1]
  const key = armKey(id, experiment.id, experiment.unit, who.groupId ?? '')
  const stored = experiment.unit === 'device' ? here : armAt(key)
  const drawn = stored ?? draw(unit, experiment.id, holdout, experiment.variants)
  const variant = isFactual && drawn === HOLDOUT ? CONTROL : drawn
  const others = Object.keys(state.arms)
    .filter((other) => other === experiment.id || other.startsWith(`${experiment.id}@`))
    .map(armAt)
  const isMixed = state.arms[key]?.[2] || [...others, here ?? drawn].some((other) => other !== drawn)
  return {
    variant: isMixed ? MIXED : variant,
    about: { experiment: experiment.id, unit: experiment.unit },
  }
}

import type { PromptOutcome, PromptState } from '../server/core/prompt-state.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Gate } from './api.ts'
import { canBuy, outsideAudience } from './audience.ts'
import { callsFor } from './calls.ts'
import { described } from './described.ts'
import { type Arm, HOLDOUT } from './experiment.ts'
import { type Held, snoozedUntil, tooOften } from './frequency.ts'
import type { Reply } from './host.ts'
import type { Identity } from './identity.ts'
import { type Happened, isAskedFor, type Moment, triggers } from './moment.ts'
import { isOver } from './overtaken.ts'
import { DAY, MINUTE } from './span.ts'
import { placeOf } from './target.ts'
import { outsideRoute } from './whereabouts.ts'

/** The prompt on the screen of this tab. */
export type OnScreen = {
  readonly prompt: Pick<Prompt, 'format'>
  readonly promptId: string
  readonly showing: string
  readonly askedFor: boolean
  /** Somebody writes in it: what they wrote must not go. */
  readonly isWriting: () => boolean
}

/** Everything a decision rests on. */
export type Situation = {
  readonly now: number
  readonly config: PublicConfig
  readonly moment: Moment | null
  readonly who: Identity
  readonly route: string
  readonly recording: boolean
  readonly happened: Happened
  readonly state: PromptState
  readonly outcome: PromptOutcome
  readonly arm: Arm
  readonly reply: Reply | undefined
  /** Since when a checkout runs; 0 when none does. */
  readonly checkoutAt: number
  readonly open: OnScreen | undefined
  /** Another tab shows one. */
  readonly elsewhere: boolean
}

/** null: passed. Else why not, and until when if time alone will tell. */
type Question = (prompt: Prompt, situation: Situation) => string | Held | null

/** How long a prompt that led to its goal stays away. */
const RETIRED_AFTER = 30 * DAY
/** An admin is asked once in so long for a feature. */
const ASKED_AFTER = 14 * DAY
/** A checkout that ended without a word is over by then. */
const CHECKOUT_AFTER = 30 * MINUTE
const FIGURES_STALE_AFTER = 15 * MINUTE

export const HELD_OUT = 'held out'

/** A notice of a fact, owed to everybody: never held out, and the only kind that shows without consent. */
const isFactual = ({ trigger }: Prompt) => 'limit' in trigger
const isAmbient = ({ format }: Prompt) => format === 'slot'
const isAsked = ({ moment }: Situation) => moment !== null && isAskedFor(moment)
const day = (at: number) => new Date(at).toISOString().slice(0, 10)
const own = <Value>(values: Readonly<Record<string, Value>> = {}, name: string) =>
  Object.hasOwn(values, name) ? values[name] : undefined

/** What an admin would be asked for: the feature, or the limit; else it is what the prompt is about. */
export const featureOf = (moment: Moment | null): string | undefined =>
  moment?.kind === 'gate' ? moment.feature : moment?.kind === 'limit' ? moment.limit : undefined

export const areFresh: Question = (_, { config, moment, now }) => {
  if (moment?.kind !== 'limit') return null
  const isOld = now - moment.at > (config.figuresStaleAfter ?? FIGURES_STALE_AFTER)
  return isOld || isOver(moment, now) ? 'its figures are too old' : null
}

const whatAnswersSay: Question = (prompt, situation) => {
  const { config, moment, now, open, outcome, state, who } = situation
  if (moment?.kind === 'manual') return null
  if (outcome.never) return 'muted'
  const retiredUntil = (own(outcome.convertedAt, who.groupId ?? '') ?? 0) + RETIRED_AFTER
  if (retiredUntil > now) return ['converted', retiredUntil]
  const until = snoozedUntil(prompt, outcome, config.frequency, open?.showing)
  if (until === Infinity) return 'closed too often'
  if (until > now) return [`snoozed until ${day(until)}`, until]
  const askedAt = own(state.asked, featureOf(moment) ?? prompt.id) ?? 0
  const askedUntil = askedAt + ASKED_AFTER
  return !canBuy(config, who) && askedUntil > now
    ? [`the admin was asked on ${day(askedAt)}`, askedUntil]
    : null
}

const howOften: Question = (prompt, situation) => {
  if (isAsked(situation) || isAmbient(prompt)) return null
  const { checkoutAt, config, moment, now, state } = situation
  const checkoutUntil = checkoutAt + CHECKOUT_AFTER
  if (checkoutUntil > now) return ['a checkout is running', checkoutUntil]
  const overtakes = moment?.kind === 'limit' && !!moment.overtakes
  return tooOften(prompt, { rules: config.frequency, state, now, overtakes })
}

const isHeldOut: Question = (prompt, { arm, moment, recording }) => {
  if (isFactual(prompt) || !recording || moment?.kind === 'manual') return null
  if ('undecided' in arm) return arm.undecided
  return arm.variant === HOLDOUT ? HELD_OUT : null
}

/** What was asked for gives way to a click on something else, which there is only beside what is not modal. */
const mayGo = ({ askedFor, isWriting, prompt }: OnScreen, { moment }: Situation) =>
  !isWriting() && (!askedFor || (prompt.format !== 'modal' && moment?.kind !== 'limit'))

const isScreenFree: Question = (prompt, situation) => {
  const { elsewhere, open } = situation
  if (isAmbient(prompt)) return null
  if (open?.promptId === prompt.id) return 'it is open'
  const asked = isAsked(situation)
  if (open && !(asked && mayGo(open, situation))) return `${open.promptId} is open`
  return elsewhere && !asked ? 'another tab shows one' : null
}

/** In the order in which they are asked; the first refusal is the one that counts. */
const QUESTIONS: readonly (readonly [gate: string, ask: Question])[] = [
  ['enabled', (_, { config }) => (config.enabled ? null : 'switched off')],
  [
    'trigger',
    ({ trigger }, { happened, moment }) =>
      moment && (moment.kind === 'manual' || triggers(trigger, moment, happened))
        ? null
        : `waits for ${described(trigger)}`,
  ],
  ['figures', areFresh],
  [
    'audience',
    (prompt, { happened, reply, who }) =>
      outsideAudience(prompt, { who, happened, listed: reply?.prompts ?? [] }),
  ],
  ['route', (prompt, { config, route }) => outsideRoute(prompt, config.hideOn, route)],
  [
    'offer',
    (prompt, { config, reply, who }) =>
      callsFor(prompt, config, who, reply)[0] ? null : 'none of its buttons is for them',
  ],
  [
    'place',
    (prompt) => (placeOf(prompt) === undefined ? `no ${prompt.target ?? `slot ${prompt.slot}`} here` : null),
  ],
  ['consent', (prompt, { recording }) => (recording || isFactual(prompt) ? null : 'no consent')],
  ['state', whatAnswersSay],
  ['frequency', howOften],
  ['holdout', isHeldOut],
  ['tab', isScreenFree],
]

/** Gates that must stay passed while a prompt is open: of what somebody writes in these, else those too. */
const OF_WRITING = ['enabled', 'consent', 'route']
const STANDING = [...OF_WRITING, 'audience', 'offer']
/** Gates behind which the experiment was reached; undefined: all were passed. */
export const ARM_REACHED_AT: readonly (string | undefined)[] = ['holdout', 'tab', undefined]

/** Every gate on the way to this prompt. It shows when all are passed. */
export const judge = (prompt: Prompt, situation: Situation): Gate[] =>
  QUESTIONS.map(([gate, ask]) => {
    const refusal = ask(prompt, situation)
    const [reason, until] = typeof refusal === 'string' ? [refusal] : (refusal ?? ['passed'])
    return { gate, passed: refusal === null, reason, ...(until && { until }) }
  })

/** Whether it may stay open. */
export const mayStay = (prompt: Prompt, situation: Situation, isWriting: boolean): boolean => {
  const needed = isWriting ? OF_WRITING : STANDING
  return judge(prompt, situation).every(({ gate, passed }) => passed || !needed.includes(gate))
}

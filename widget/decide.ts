import { bucket } from '../server/core/bucket.ts'
import { matches } from '../server/core/match.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Gate } from './api.ts'
import type { Identity } from './identity.ts'
import { described, isAnyName, isAskedFor, type Moment, triggers } from './moment.ts'
import type { Remembered, Showings } from './prompt-memory.ts'
import { DAY } from './span.ts'

/** Everything a decision rests on. */
export type Situation = {
  readonly now: number
  readonly config: PublicConfig
  readonly moment: Moment | null
  readonly who: Identity
  readonly route: string
  readonly recording: boolean
  readonly remembered: Remembered
  readonly showings: Showings
  /** The prompt that is on the screen now. */
  readonly open: { readonly promptId: string; readonly askedFor: boolean } | undefined
}

/** null: passed. Else why not. */
type Question = (prompt: Prompt, situation: Situation) => string | null

/** How long a prompt that led to its goal stays away. */
const RETIRED_AFTER = 30 * DAY

/** A notice of a fact, owed to everybody: never held out, and the only kind that shows without consent. */
const isFactual = (prompt: Prompt) => prompt.trigger.kind === 'limit'
const planOf = ({ groupTraits, traits }: Identity) => {
  const plan = groupTraits['plan'] ?? traits['plan']
  return typeof plan === 'string' ? plan : '(none)'
}
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

const whatAnswersSay: Question = (_, { remembered, moment, now }) => {
  const { muted, convertedAt = 0, snoozedUntil = 0 } = remembered
  if (moment?.kind === 'manual') return null
  if (muted) return 'muted'
  if (convertedAt > now - RETIRED_AFTER) return 'converted'
  return snoozedUntil > now ? `snoozed until ${day(snoozedUntil)}` : null
}

const howOften: Question = (_, { config, moment, showings, now }) => {
  if (moment && isAskedFor(moment)) return null
  const { spacingAfter, unsolicitedPerDay } = config.frequency
  const since = now - showings.lastAt
  if (since >= 0 && since < spacingAfter) return 'too soon'
  return showings.unsolicited >= (unsolicitedPerDay ?? Number.POSITIVE_INFINITY) ? 'enough for today' : null
}

export const HELD_OUT = 'held out'

const isHeldOut = (prompt: Prompt, { config, who, remembered, recording }: Situation): boolean => {
  if (isFactual(prompt) || !recording) return false
  return remembered.heldOut ?? bucket(who.userId ?? who.anonymousId, prompt.id) < config.frequency.holdout
}

/** In the order in which they are asked; the first refusal is the one that counts. */
const QUESTIONS: readonly (readonly [gate: string, ask: Question])[] = [
  ['enabled', (_, { config }) => (config.enabled ? null : 'switched off')],
  [
    'trigger',
    ({ trigger }, { moment }) =>
      moment && (moment.kind === 'manual' || triggers(trigger, moment))
        ? null
        : `waits for ${described(trigger)}`,
  ],
  [
    'audience',
    ({ audience }, { who }) =>
      !audience?.plans || audience.plans.includes(planOf(who)) ? null : `not for plan ${planOf(who)}`,
  ],
  [
    'route',
    ({ audience }, { config, route }) =>
      [...(config.hideOn ?? []), ...(audience?.hideOn ?? [])].some((pattern) => matches(pattern, route))
        ? `hidden on ${route}`
        : null,
  ],
  ['consent', (prompt, { recording }) => (recording || isFactual(prompt) ? null : 'no consent')],
  ['state', whatAnswersSay],
  ['frequency', howOften],
  ['holdout', (prompt, situation) => (isHeldOut(prompt, situation) ? HELD_OUT : null)],
  [
    'tab',
    ({ id }, { open, moment }) => {
      if (!open) return null
      if (open.promptId === id) return 'it is open'
      const gives = !open.askedFor && moment && isAskedFor(moment)
      return gives ? null : `${open.promptId} is open`
    },
  ],
]

/** Every gate on the way to this prompt. It shows when all are passed. */
export const judge = (prompt: Prompt, situation: Situation): Gate[] =>
  QUESTIONS.map(([gate, ask]) => {
    const refusal = ask(prompt, situation)
    return { gate, passed: refusal === null, reason: refusal ?? 'passed' }
  })

const at = ({ trigger }: Prompt) => (trigger.kind === 'limit' ? trigger.at : 0)

/** Prompts that a moment may make due, the most fitting first: of a limit the highest threshold, names before `*`. */
export const candidates = (config: PublicConfig, moment: Moment): Prompt[] => {
  const due = config.prompts.filter(({ trigger }) => triggers(trigger, moment))
  const highest = Math.max(...due.map(at))
  return due
    .filter((prompt) => at(prompt) === highest)
    .sort((a, b) => Number(isAnyName(a.trigger)) - Number(isAnyName(b.trigger)))
}

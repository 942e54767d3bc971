import type { Fields } from '../wire/event.ts'
import type { DraftablePrompt } from '../wire/prompt.ts'
import { GOAL_WITHIN } from './prompt-state.ts'

/*
 * Which prompt a goal is credited to that a backend reports: the one that somebody of the account saw or clicked last.
 * What is remembered is a join, so the order in which showings arrive never matters. The crediting itself is a decision,
 * made once, when the goal arrives, and a journal entry from then on.
 */

/** The newest showing or click of a prompt in an account, what it said of its arm, and when the prompt last converted. */
export type Touch = { readonly at: number; readonly about: Fields; readonly convertedAt: number }
export type Touches = Readonly<Record<string, Touch>>

type Told = { readonly name: string; readonly properties: Fields; readonly time: number }

const ARM = ['experiment', 'unit', 'variant', 'showing']

/** What an event of a prompt adds; null for any other. */
export const liftTouch = ({ name, properties, time }: Told): Touch | null => {
  if (name === 'Prompt Converted') return { at: 0, about: {}, convertedAt: time }
  if (name !== 'Prompt Shown' && name !== 'Prompt Clicked') return null
  const about = Object.entries(properties).filter(
    ([field, value]) => ARM.includes(field) && typeof value === 'string' && value.length <= 200,
  )
  return { at: time, about: Object.fromEntries(about), convertedAt: 0 }
}

/** Associative, commutative and idempotent: of two at one instant, what they say decides. */
export const mergeTouch = (one: Touch, other: Touch): Touch => {
  const isOther = other.at > one.at || (other.at === one.at && said(other) > said(one))
  const { at, about } = isOther ? other : one
  return { at, about, convertedAt: Math.max(one.convertedAt, other.convertedAt) }
}

const said = ({ about }: Touch): string => JSON.stringify(ARM.map((field) => about[field] ?? null))

/** The prompt whose conversion this goal is; null for none, or if it counted already. */
export const creditFor = (
  { name, time }: Pick<Told, 'name' | 'time'>,
  prompts: readonly DraftablePrompt[],
  touches: Touches,
): { readonly promptId: string; readonly touch: Touch } | null => {
  const touched = prompts.flatMap(({ id: promptId, goal, goalWithin = GOAL_WITHIN }) => {
    const touch = goal === name && Object.hasOwn(touches, promptId) ? touches[promptId] : undefined
    return touch && touch.at <= time && touch.at > time - goalWithin ? [{ promptId, touch }] : []
  })
  const last = touched.reduce<(typeof touched)[number] | null>(
    (best, each) => (best && best.touch.at >= each.touch.at ? best : each),
    null,
  )
  return last && last.touch.convertedAt < last.touch.at ? last : null
}

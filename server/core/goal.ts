import type { Fields, Trust } from '../wire/event.ts'
import type { DraftablePrompt } from '../wire/prompt.ts'
import { GOAL_WITHIN } from './prompt-state.ts'

/*
 * Which prompt a goal is credited to that a backend reports: the one that somebody of the account saw or clicked last.
 * What is remembered is a join, so the order in which showings arrive never matters. The crediting itself is a decision,
 * made once, when the goal arrives, and a journal entry from then on. Anybody can claim a showing with a browser key:
 * claims are only asked where nobody vouches for one, and never stand in the way of one that is vouched for.
 */

/** The newest showing or click of a prompt, what it said of its arm, and when the prompt last converted. */
type Touch = { readonly at: number; readonly about: Fields; readonly convertedAt: number }
/** What happened to a prompt in an account: by those whom somebody vouches for, and by all, claims among them. */
export type Touched = { readonly vouched: Touch; readonly all: Touch }
export type Touches = Readonly<Record<string, Touched>>

type Told = {
  readonly name: string
  readonly properties: Fields
  readonly time: number
  readonly trust: Trust
}

const ARM = ['experiment', 'unit', 'variant', 'showing']
const UNTOUCHED: Touch = { at: 0, about: {}, convertedAt: 0 }

/** What an event of a prompt adds; null for any other. */
export const liftTouch = (told: Told): Touched | null => {
  const all = touchOf(told)
  return all && { vouched: told.trust === 'browser' ? UNTOUCHED : all, all }
}

const touchOf = ({ name, properties, time }: Told): Touch | null => {
  if (name === 'Prompt Converted') return { ...UNTOUCHED, convertedAt: time }
  if (name !== 'Prompt Shown' && name !== 'Prompt Clicked') return null
  const about = Object.entries(properties).filter(
    ([field, value]) => ARM.includes(field) && typeof value === 'string' && value.length <= 200,
  )
  return { at: time, about: Object.fromEntries(about), convertedAt: 0 }
}

/** Associative, commutative and idempotent: of two at one instant, what they say decides. */
export const mergeTouched = (one: Touched, other: Touched): Touched => ({
  vouched: merge(one.vouched, other.vouched),
  all: merge(one.all, other.all),
})

const merge = (one: Touch, other: Touch): Touch => {
  const isOther = other.at > one.at || (other.at === one.at && said(other) > said(one))
  const { at, about } = isOther ? other : one
  return { at, about, convertedAt: Math.max(one.convertedAt, other.convertedAt) }
}

const said = ({ about }: Touch): string => JSON.stringify(ARM.map((field) => about[field] ?? null))

/** Whether the last showing has led to its goal: by what somebody vouches for, or, for a mere claim, by anything. */
export const hasConverted = ({ trust }: Pick<Told, 'trust'>, touched: Touched | undefined): boolean => {
  const touch = trust === 'browser' ? touched?.all : touched?.vouched
  return touch !== undefined && touch.at > 0 && touch.convertedAt >= touch.at
}

type Credit = { readonly promptId: string; readonly touch: Touch; readonly vouched: boolean }

/** The prompt whose conversion this goal is; null for none, or if it counted already. */
export const creditFor = (
  goal: Pick<Told, 'name' | 'time'>,
  prompts: readonly DraftablePrompt[],
  touches: Touches,
): Credit | null => {
  const vouched = lastBefore(goal, prompts, (id) => own(touches, id)?.vouched)
  const last = vouched ?? lastBefore(goal, prompts, (id) => own(touches, id)?.all)
  return last && last.touch.convertedAt < last.touch.at ? { ...last, vouched: vouched !== null } : null
}

const own = (touches: Touches, id: string): Touched | undefined =>
  Object.hasOwn(touches, id) ? touches[id] : undefined

const lastBefore = (
  { name, time }: Pick<Told, 'name' | 'time'>,
  prompts: readonly DraftablePrompt[],
  touchIn: (promptId: string) => Touch | undefined,
): Omit<Credit, 'vouched'> | null => {
  const touched = prompts.flatMap(({ id: promptId, goal, goalWithin = GOAL_WITHIN }) => {
    const touch = goal === name ? touchIn(promptId) : undefined
    // A window may be longer than time itself: what was never touched is none.
    return touch && touch.at > 0 && touch.at <= time && touch.at > time - goalWithin
      ? [{ promptId, touch }]
      : []
  })
  return touched.reduce<(typeof touched)[number] | null>(
    (best, each) => (best && best.touch.at >= each.touch.at ? best : each),
    null,
  )
}

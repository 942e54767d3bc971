import { kindOf, type PromptOutcome, type PromptState, shownAt } from '../server/core/prompt-state.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import { outcomeIn } from './prompt-memory.ts'
import { DAY } from './span.ts'

const REPEAT_DAYS = 7
const SNOOZE_DAYS = [7, 30]
const IGNORED_SHOWINGS = 3
const DAY_OF = (at: number) => Math.floor(at / DAY)

type Rules = PublicConfig['frequency']

export const snoozeDays = (prompt: Prompt | undefined, rules: Rules): readonly number[] =>
  prompt?.frequency?.snoozeDays ?? rules.snoozeDays ?? SNOOZE_DAYS

/** Each close by its showing; every third showing that nobody answered counts as one. `open` is not ignored yet. */
const closesOf = (outcome: PromptOutcome, rules: Rules, open: string | undefined): readonly string[] => {
  const { shown = [], answered = [], closed = [] } = outcome
  const every = rules.ignoredShowings ?? IGNORED_SHOWINGS
  const ignored = shown.filter(
    (showing) => showing !== open && kindOf(showing) !== 's' && !answered.includes(showing),
  )
  return [...closed, ...ignored.filter((_, i) => (i + 1) % every === 0)].sort()
}

/** Until when closing it keeps a prompt away; Infinity once the ladder is used up, 0 while it was never closed. */
export const snoozedUntil = (
  prompt: Prompt,
  outcome: PromptOutcome,
  rules: Rules,
  open: string | undefined,
): number => {
  const closes = closesOf(outcome, rules, open)
  const last = closes.at(-1)
  const ladder = snoozeDays(prompt, rules)
  const days = ladder[closes.length - 1] ?? (prompt.format === 'slot' ? ladder.at(-1) : undefined)
  const byClose = last === undefined ? 0 : days === undefined ? Infinity : shownAt(last) + days * DAY
  return Math.max(byClose, outcome.snoozedUntil ?? 0)
}

/** Why something is held back, and until when (epoch ms). */
export type Held = readonly [reason: string, until: number]

type Timing = {
  readonly rules: Rules
  readonly state: PromptState
  readonly now: number
  /** It stands in the place of what told of the same limit before: neither spacing nor the day's cap counts. */
  readonly overtakes: boolean
}

/** Why an overlay that nobody asked for comes too often; null when it does not. */
export const tooOften = (prompt: Prompt, { rules, state, now, overtakes }: Timing): Held | null => {
  const all = Object.values(state.prompts).flatMap(({ shown = [] }) => shown)
  const overlays = all.filter((showing) => !overtakes && kindOf(showing) !== 's')
  /** When the last of these is so long past; 0 for none. An instant in the future is of a clock that was set back since. */
  const past = (showings: readonly string[], span: number) =>
    Math.max(0, ...showings.map(shownAt).filter((at) => at <= now)) + span
  const next = past(overlays, rules.spacingAfter)
  if (next > now) return ['too soon', next]
  const today = overlays.filter(
    (showing) => kindOf(showing) === 'u' && DAY_OF(shownAt(showing)) === DAY_OF(now),
  )
  if (today.length >= (rules.unsolicitedPerDay ?? Infinity))
    return ['enough for today', (DAY_OF(now) + 1) * DAY]
  const days = prompt.frequency?.repeatDays ?? rules.repeatDays ?? REPEAT_DAYS
  const again = past(outcomeIn(state, prompt.id).shown ?? [], days * DAY)
  return again > now ? [`shown in the last ${days} days`, again] : null
}

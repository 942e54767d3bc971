/*
 * What became of prompts for one person: the same on every device and on the server, in whatever order they hear of it.
 * The state is a join: instants by their maximum, ids of showings by their union, never by "or". Both sides lift it
 * from the same events, so that nothing is counted twice.
 */

/** Showings that are remembered a prompt: the newest. More than any ladder or daily cap asks for. */
const REMEMBERED = 20

/** How long after a showing its goal is credited to it, in ms, where a prompt says nothing else. */
export const GOAL_WITHIN = 14 * 24 * 60 * 60 * 1000

/** What became of one prompt. A showing's id begins with its instant, so ids sort by time (see `showingId`). */
export type PromptOutcome = {
  readonly shown?: readonly string[]
  /** Showings that were answered in any way, and those that were closed. */
  readonly answered?: readonly string[]
  readonly closed?: readonly string[]
  readonly snoozedUntil?: number
  /** By account ('' without one): when its goal was reached, or its plan changed. */
  readonly convertedAt?: Readonly<Record<string, number>>
  readonly never?: boolean
}

/** Which arm of an experiment somebody is in, since their first exposure; `mixed`: they were in another one too. */
export type Exposure = readonly [at: number, arm: string, mixed?: true]

export type PromptState = {
  /** By prompt; what became of one that serves any feature also by feature, see `scopeOf`. */
  readonly prompts: Readonly<Record<string, PromptOutcome>>
  /** By experiment; an account's as `experiment@account`. The earliest exposure counts. */
  readonly arms: Readonly<Record<string, Exposure>>
  /** By feature: when its admin was asked last. */
  readonly asked: Readonly<Record<string, number>>
}

export const NO_STATE: PromptState = { prompts: {}, arms: {}, asked: {} }

/** Asked for by what the person did, unasked, or in a slot of the page, where it disturbs nobody. */
export type ShowingKind = 'a' | 'u' | 's'

/** Sorts by time until the year 2059. */
export const showingId = (at: number, kind: ShowingKind, random: number): string =>
  `${at.toString(36)}${kind}${Math.floor(random * 46_656).toString(36)}`

export const shownAt = (showing: string): number => Number.parseInt(showing.slice(0, 8), 36)
export const kindOf = (showing: string): string => showing.charAt(8)

const isShowing = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-z]{8}[aus][0-9a-z]{0,3}$/.test(value)

/** Names are anything, also `__proto__`: only own properties count, and none is ever set by assignment. */
const join = <Value>(
  one: Readonly<Record<string, Value>> = {},
  other: Readonly<Record<string, Value>> = {},
  merge: (one: Value, other: Value) => Value,
): Record<string, Value> => {
  const both = Object.entries(other).map(([name, value]): [string, Value] => {
    const mine = Object.hasOwn(one, name) ? one[name] : undefined
    return [name, mine === undefined ? value : merge(mine, value)]
  })
  return Object.fromEntries([...Object.entries(one), ...both])
}

const later = (one: number, other: number): number => Math.max(one, other)
const earlier = (one: Exposure, other: Exposure): Exposure => {
  const [at, arm] = one[0] < other[0] || (one[0] === other[0] && one[1] <= other[1]) ? one : other
  return one[2] || other[2] || one[1] !== other[1] ? [at, arm, true] : [at, arm]
}
const union = (one: readonly string[] = [], other: readonly string[] = []): string[] =>
  [...new Set([...one, ...other])].sort().slice(-REMEMBERED)

/** What says nothing is absent, so that equal states look equal. */
const tidy = (outcome: PromptOutcome): PromptOutcome =>
  Object.fromEntries(
    Object.entries(outcome).filter(([, value]) =>
      typeof value === 'object' ? Object.keys(value).length > 0 : value,
    ),
  )

/** Associative, commutative and idempotent. */
export const mergeOutcomes = (one: PromptOutcome, other: PromptOutcome): PromptOutcome =>
  tidy({
    shown: union(one.shown, other.shown),
    answered: union(one.answered, other.answered),
    closed: union(one.closed, other.closed),
    snoozedUntil: later(one.snoozedUntil ?? 0, other.snoozedUntil ?? 0),
    convertedAt: join(one.convertedAt, other.convertedAt, later),
    never: !!(one.never || other.never),
  })

/** As `mergeOutcomes` is. */
export const mergeStates = (one: PromptState, other: PromptState): PromptState => ({
  prompts: join(one.prompts, other.prompts, mergeOutcomes),
  arms: join(one.arms, other.arms, earlier),
  asked: join(one.asked, other.asked, later),
})

/**
 * Where a state keeps what became of a prompt that serves any feature, or limit, for this one: closing it there says
 * nothing about the others. Ids of prompts never begin so, and sort before it, so that no feature crowds one out.
 */
export const scopeOf = (promptId: string, about: string): string => `~${promptId} ${about}`

/** A prompt event as it was sent. `account`: whom it was sent for, '' for nobody. */
export type PromptEvent = {
  readonly event: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly account: string
  readonly at: number
}

/** The key of an arm; see `PromptState.arms`. Without an experiment a prompt is one of its own. */
export const armKey = (promptId: string, experiment: unknown, unit: unknown, account: string): string => {
  const name = typeof experiment === 'string' ? experiment : `~${promptId}`
  return unit === 'account' ? `${name}@${account}` : name
}

/** What one event adds to the state; null for an event that adds nothing. */
export const liftPromptEvent = ({ event, properties, account, at }: PromptEvent): PromptState | null => {
  const { promptId, showing, reason, until, feature } = properties
  if (event === 'Admin Asked')
    return typeof feature === 'string' ? { ...NO_STATE, asked: { [feature]: at } } : null
  if (typeof promptId !== 'string') return null
  const ids = isShowing(showing) ? [showing] : []
  const outcome = outcomeOf(event, ids, { reason, until, account, at })
  const scope = typeof feature === 'string' ? scopeOf(promptId, feature) : promptId
  // What was closed or put off for one feature is so for that one alone.
  const prompts = outcome && {
    [promptId]: tidy({ ...outcome, closed: [], snoozedUntil: 0 }),
    [scope]: tidy(outcome),
  }
  const arms = armOf(properties, account, at)
  return prompts || arms ? { ...NO_STATE, ...(prompts && { prompts }), ...(arms && { arms }) } : null
}

type Detail = Pick<PromptEvent, 'account' | 'at'> & { readonly reason: unknown; readonly until: unknown }

const outcomeOf = (event: string, ids: readonly string[], detail: Detail): PromptOutcome | null => {
  const { reason, until, account, at } = detail
  switch (event) {
    case 'Prompt Shown':
      return { shown: ids }
    case 'Prompt Clicked':
      return { answered: ids }
    case 'Prompt Dismissed':
      return reason === NEVER ? { answered: ids, never: true } : { answered: ids, closed: ids }
    case 'Prompt Snoozed':
      return { answered: ids, ...(typeof until === 'number' && { snoozedUntil: until }) }
    case 'Prompt Converted':
      return { convertedAt: { [account]: at } }
    default:
      return null
  }
}

/** The reason of a `Prompt Dismissed` that is for good. */
export const NEVER = 'never again'

/** The arm that events tell of whoever was in several: it says nothing about any of them. */
export const MIXED = 'mixed'

/** A device's arm stays on the device; one person's mixing makes nobody else's arm. */
const armOf = (properties: PromptEvent['properties'], account: string, at: number) => {
  const { promptId, experiment, unit, variant } = properties
  if (typeof variant !== 'string' || variant === MIXED || unit === 'device') return null
  return { [armKey(String(promptId), experiment, unit, account)]: [at, variant] as const }
}

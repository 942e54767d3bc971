import { creditFor, hasConverted, liftTouch, mergeTouched, type Touches } from '../core/goal.ts'
import type { Incoming } from '../intake/incoming.ts'
import { lockPromptStates, writePromptStates } from '../store/prompt-states.ts'
import type { Session } from '../store/store.ts'
import type { PromptSet } from '../wire/prompt.ts'

/** An event, and the account that it was placed in. */
export type Placed = { readonly event: Incoming; readonly account: string }

const isReport = ({ trust, type, historic, counts }: Incoming): boolean =>
  trust === 'server' && type === 'track' && !historic && counts
const isOfPrompt = ({ type, name, historic }: Incoming): boolean =>
  type === 'track' && name.startsWith('Prompt ') && !historic

const promptOf = ({ properties: { promptId } }: Incoming): string =>
  typeof promptId === 'string' ? promptId : ''

/** The one question that every event is asked, before the prompts themselves are. */
export const mayConcernGoals = (event: Incoming): boolean => isReport(event) || isOfPrompt(event)

export type Credited = {
  /** A `Prompt Converted` for every goal that a backend reports of an account in which a prompt for it was seen. */
  readonly made: readonly Incoming[]
  /** Conversions that browsers tell of, though the account's last showing has led to one already: they count no more. */
  readonly repeated: ReadonlySet<Incoming>
}

/**
 * Remembers by account who saw which prompt last, and what that led to. Goals that browsers see are credited there. The
 * accounts must be held.
 */
export const creditGoals = async (
  session: Session,
  placed: readonly Placed[],
  { prompts }: PromptSet,
): Promise<Credited> => {
  const aimed = prompts.filter(({ goal, draft }) => goal !== undefined && !draft)
  const ids = new Set(aimed.map(({ id }) => id))
  const goals = new Set(aimed.map(({ goal }) => goal))
  const concerned = placed.filter(
    ({ event }) =>
      (isOfPrompt(event) && ids.has(promptOf(event))) || (isReport(event) && goals.has(event.name)),
  )
  const repeated = new Set<Incoming>()
  if (concerned.length === 0) return { made: [], repeated }
  const books = await read(session, concerned)
  const made = concerned.flatMap(({ event, account }): Incoming[] => {
    const touches = books.get(account) ?? {}
    if (isRepeated(event, touches)) repeated.add(event)
    const converted = isOfPrompt(event) ? null : convertedBy(event, aimed, touches)
    books.set(account, withTouch(touches, converted ?? event))
    return converted ? [converted] : []
  })
  await writePromptStates(
    session,
    [...books].map(([id, touches]) => ({ kind: 'touched', id, doc: JSON.stringify(touches) })),
  )
  return { made, repeated }
}

const read = async (session: Session, placed: readonly Placed[]): Promise<Map<string, Touches>> => {
  const ids = [...new Set(placed.map(({ account }) => account))].sort()
  const keys = ids.map((id) => ({ kind: 'touched' as const, id }))
  const rows = await lockPromptStates(session, keys, '{}')
  return new Map(rows.map(({ id, doc }) => [id, JSON.parse(doc) as Touches]))
}

const isRepeated = (event: Incoming, touches: Touches): boolean => {
  const promptId = promptOf(event)
  return event.name === 'Prompt Converted' && Object.hasOwn(touches, promptId)
    ? hasConverted(event, touches[promptId])
    : false
}

const withTouch = (touches: Touches, event: Incoming): Touches => {
  const promptId = promptOf(event)
  const touch = liftTouch(event)
  if (!touch) return touches
  const known = Object.hasOwn(touches, promptId) ? touches[promptId] : undefined
  return Object.fromEntries([
    ...Object.entries(touches),
    [promptId, known ? mergeTouched(known, touch) : touch],
  ])
}

/**
 * The goal's own event said of the prompt: a repetition of the goal is met before, so it is made once. It is believed no
 * further than the showing: made from a mere claim it counts, and ends nobody's campaign.
 */
const convertedBy = (goal: Incoming, prompts: PromptSet['prompts'], touches: Touches): Incoming | null => {
  const credit = creditFor(goal, prompts, touches)
  if (!credit) return null
  const { promptId, touch, vouched } = credit
  return {
    ...goal,
    messageId: `converted:${goal.messageId}`.slice(0, 300),
    trust: vouched ? goal.trust : 'browser',
    name: 'Prompt Converted',
    properties: { promptId, ...touch.about, reason: goal.name },
  }
}

import {
  liftPromptEvent,
  mergeStates,
  NO_STATE,
  type PromptOutcome,
  type PromptState,
} from '../core/prompt-state.ts'
import type { Incoming } from '../intake/incoming.ts'
import { lockPromptStates, removePromptStates, writePromptStates } from '../store/prompt-states.ts'
import type { Session } from '../store/store.ts'
import type { JournalRow, PromptStateRow } from '../store/tables.ts'
import { fromJournal, isEventRow } from '../work/entry.ts'

/** Names that one person's state holds; of more, those that sort first, so that the order of arrival never matters. */
const NAMES = 300
const NAME_LENGTH = 200

/** A share of the state that one event adds, and to whose. */
type Share = Pick<PromptStateRow, 'kind' | 'id'> & { readonly state: PromptState }

/**
 * What an event says of prompts. Only what somebody vouches for counts: with a browser key alone anybody could answer
 * in anybody's name. What ends a campaign for an account is also kept for its other people.
 */
const sharesOf = ({ name, userId, account, properties, time }: Incoming): Share[] => {
  const state = liftPromptEvent({ event: name, properties, account: account ?? '', at: time })
  if (!state || !isShort(state)) return []
  const common = account === null ? null : commonOf(state, account)
  return [
    ...(userId === null ? [] : [{ kind: 'user' as const, id: userId, state }]),
    ...(account !== null && common ? [{ kind: 'account' as const, id: account, state: common }] : []),
  ]
}

const isShort = ({ prompts, arms, asked }: PromptState): boolean =>
  [prompts, arms, asked].every((part) => Object.keys(part).every((name) => name.length <= NAME_LENGTH))

/** The one question that every event is asked. */
const mayChange = ({ trust, type, name }: Incoming): boolean =>
  trust !== 'browser' && type === 'track' && (name.startsWith('Prompt ') || name === 'Admin Asked')

/** The part that concerns the account as a whole: what it converted on, and its arms. */
const commonOf = ({ prompts, arms }: PromptState, account: string): PromptState | null => {
  const converted = Object.entries(prompts).flatMap(([id, { convertedAt }]): [string, PromptOutcome][] =>
    convertedAt && Object.keys(convertedAt).length > 0 ? [[id, { convertedAt }]] : [],
  )
  const own = Object.entries(arms).filter(([name]) => name.endsWith(`@${account}`))
  if (converted.length === 0 && own.length === 0) return null
  return { ...NO_STATE, prompts: Object.fromEntries(converted), arms: Object.fromEntries(own) }
}

/** Folds shares into the states of those whom they concern. */
const fold = (shares: readonly Share[]): Map<string, Share> => {
  const folded = new Map<string, Share>()
  for (const share of shares) {
    const key = keyOf(share)
    const known = folded.get(key)
    folded.set(key, known ? { ...share, state: mergeStates(known.state, share.state) } : share)
  }
  return folded
}

const keyOf = ({ kind, id }: Pick<Share, 'kind' | 'id'>): string => `${kind} ${id}`

const bounded = ({ prompts, arms, asked }: PromptState): PromptState => ({
  prompts: firstOf(prompts),
  arms: firstOf(arms),
  asked: firstOf(asked),
})

const firstOf = <T>(part: Readonly<Record<string, T>>): Readonly<Record<string, T>> => {
  const entries = Object.entries(part)
  if (entries.length <= NAMES) return part
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, NAMES))
}

/** What one event adds to its sender's own state; null = nothing. */
export const promptStateOf = (event: Incoming): PromptState | null =>
  (mayChange(event) && sharesOf(event).find(({ kind }) => kind === 'user')?.state) || null

export const mergePromptStates = (a: PromptState, b: PromptState): PromptState => bounded(mergeStates(a, b))

const NO_SHARES: readonly Share[] = []

/** Takes accepted events into the states, in the transaction that writes them to the journal. */
export const keepPromptStates = async (
  session: Session,
  accepted: readonly { readonly event: Incoming }[],
): Promise<void> => {
  const shares = accepted.flatMap(({ event }) => (mayChange(event) ? sharesOf(event) : NO_SHARES))
  if (shares.length === 0) return
  const folded = fold(shares)
  const keys = [...folded.keys()].sort().flatMap((key) => folded.get(key) ?? [])
  const rows = await lockPromptStates(session, keys, JSON.stringify(NO_STATE))
  await writePromptStates(
    session,
    rows.map(({ kind, id, doc }) => {
      const added = folded.get(keyOf({ kind, id }))?.state ?? NO_STATE
      return { kind, id, doc: JSON.stringify(bounded(mergeStates(JSON.parse(doc), added))) }
    }),
  )
}

type Left = {
  readonly rows: readonly JournalRow[]
  /** Of events that are gone. */
  readonly older: readonly { readonly id: string; readonly state: PromptState }[]
}

/** The states of these people anew, from what is left of what they did. */
export const refoldPromptStates = async (
  session: Session,
  users: readonly string[],
  { rows, older }: Left,
): Promise<void> => {
  const keys = users.map((id) => ({ kind: 'user' as const, id }))
  await removePromptStates(session, keys)
  const events = rows.filter(isEventRow).map(fromJournal)
  const past = older.map((share) => ({ kind: 'user' as const, ...share }))
  const shares = [...fold([...past, ...events.filter(mayChange).flatMap(sharesOf)]).values()]
  const own = shares.filter(({ kind, id }) => kind === 'user' && users.includes(id))
  await writePromptStates(
    session,
    own.map(({ kind, id, state }) => ({ kind, id, doc: JSON.stringify(bounded(state)) })),
  )
}

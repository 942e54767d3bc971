import { inviters, movedInviters } from './credit.ts'
import type { Engine } from './engine.ts'
import { openLead } from './lead.ts'
import { isBilling } from './signals.ts'
import type { Entry, State, StepResult, Subject } from './types.ts'

type Needs = Extract<StepResult, { kind: 'needs' }>

/** What must be loaded before an entry (or the mere passing of time, for null) can be taken in; null = nothing. */
export function needsOf(state: State, entry: Entry | null, at: number, engine: Engine): Needs | null {
  const until = dueUntil(state, entry, at, engine)
  const isLoaded = until === null || state.loadedUntil >= until
  const subjects = absent(entry, state, engine)
  if (subjects.length === 0 && isLoaded) return null
  return { kind: 'needs', subjects, dueUntil: isLoaded ? null : until }
}

const NOBODY: Subject[] = []

/** Whom the entry concerns and nobody has looked up yet. */
function absent(entry: Entry | null, state: State, engine: Engine): Subject[] {
  if (entry === null || entry.kind === 'action') return NOBODY
  const credited = entry.kind === 'event' ? inviters(entry, state, engine) : movedInviters(entry, state)
  if (credited.length === 0 && state.members.has(entry.subject)) return NOBODY
  return strangers([entry.subject, ...credited], state)
}

function strangers(subjects: readonly Subject[], { members }: State): Subject[] {
  return [...new Set(subjects)].filter((who) => !members.has(who))
}

/** Everybody (Infinity) when all must be looked at; else those whose instants have come. */
function dueUntil(state: State, entry: Entry | null, at: number, engine: Engine): number | null {
  const { account } = state
  const isEverybody =
    (account.model !== engine.version && account.sums.members > 0) ||
    (account.coolUntil !== null && account.coolUntil <= at && !openLead(account)) ||
    (entry !== null && touchesEverybody(entry, engine)) ||
    mayCross(state, entry, at, engine)
  if (isEverybody) return Number.POSITIVE_INFINITY
  return account.dueAt !== null && account.dueAt <= at ? at : null
}

/**
 * Whether the number of users may come to, or fall below, one that rules of users look at. An entry adds or takes away
 * one at most; passing time takes away at most those whose instants have come.
 */
function mayCross(state: State, entry: Entry | null, at: number, { watches }: Engine): boolean {
  if (watches.length === 0) return false
  const { sums, dueAt } = state.account
  const lapsing = dueAt !== null && dueAt <= at ? dueMembers(state, at) : 0
  const leaving = lapsing + (entry?.kind === 'move' ? 1 : 0)
  const coming = entry === null || entry.kind === 'action' ? 0 : 1
  return watches.some(({ users, atLeast }) => {
    const count = sums[users]
    return count - leaving < atLeast && atLeast <= count + coming && (leaving > 0 || count < atLeast)
  })
}

/** How many are due; until they are loaded, it may be nobody: they are asked for first. */
function dueMembers({ members }: State, at: number): number {
  let due = 0
  for (const member of members.values())
    if (member !== null && member.dueAt !== null && member.dueAt <= at) due++
  return due
}

/** What the account is (if rules look at traits at all) and what it bought count for each of its members. */
export function touchesEverybody(entry: Entry, engine: Engine): boolean {
  if (entry.kind !== 'event') return false
  return isBilling(entry) || (entry.type === 'group' && engine.measures.traits.size > 0)
}

import { watched } from './account.ts'
import { convert } from './conversion.ts'
import { unsettledBy, unsettledByMove } from './credit.ts'
import { isWhole, noteDue } from './due-index.ts'
import type { Engine } from './engine.ts'
import { foldEvent, foldMove } from './fold.ts'
import { raise } from './hand-raise.ts'
import { closeLead, leadDueAt, openLead, TIDEMARK } from './lead.ts'
import { act } from './lead-action.ts'
import { review, tickLead } from './lead-review.ts'
import { needsOf, touchesEverybody } from './needs.ts'
import { newRun, noteTouched, type Run, turnTo } from './run.ts'
import {
  adopt,
  liveThrough,
  recountSums,
  settleAll,
  settleMember,
  settleSums,
  settleWithCredit,
} from './settle.ts'
import { earlier } from './time.ts'
import type { Entry, EventEntry, MoveEntry, State, StepResult, Subject } from './types.ts'

export { newAccount } from './account.ts'
export { newMember } from './member.ts'

/**
 * One entry of the journal: lives through every due instant up to `entry.at`, then takes the entry in. Changes `state`
 * in place, or nothing at all when it needs more of it.
 */
export function step(state: State, entry: Entry, engine: Engine): StepResult {
  const needs = needsOf(state, entry, entry.at, engine)
  if (needs) return needs
  if (entry.kind !== 'action') noteLoaded(state, entry.subject)
  const run = begin(state, engine, entry.at)
  turnTo(run, entry.seq, entry.at)
  take(run, entry)
  return finish(run)
}

/** Lives through every due instant up to `until`; with a new model, evaluates everybody anew. For the due worker. */
export function advance(state: State, until: number, engine: Engine): StepResult {
  const needs = needsOf(state, null, until, engine)
  if (needs) return needs
  return finish(begin(state, engine, until))
}

/** Lest everybody be looked through again because one more was loaded. */
function noteLoaded({ members, due }: State, subject: Subject): void {
  if (!due || isWhole(due, members)) return
  noteDue(due, subject, members.get(subject)?.dueAt ?? null)
}

function begin(state: State, engine: Engine, until: number): Run {
  const { account } = state
  const run = newRun(state, engine)
  const isNewModel = account.model !== engine.version
  if (isNewModel) recountSums(run)
  if (account.dueAt !== null && account.dueAt <= until) liveThrough(run, until)
  if (!isNewModel) return run
  turnTo(run, `m${engine.version}`, until)
  adopt(run)
  return run
}

function take(run: Run, entry: Entry): void {
  switch (entry.kind) {
    case 'event':
      return takeEvent(run, entry)
    case 'move':
      return takeMove(run, entry)
    case 'action':
      run.refused = act(run, entry)
      tickLead(run)
      return review(run)
    default:
      entry satisfies never
  }
}

function takeEvent(run: Run, event: EventEntry): void {
  const { state, engine } = run
  const before = watched(state.account, engine)
  const unsettled = unsettledBy(event, state, engine)
  foldEvent(state, event, engine)
  noteTouched(run, event.subject)
  state.account.historic = event.historic
  if (event.historic) state.account.importedAt = Math.max(state.account.importedAt, event.receivedAt)
  state.account.generated = event.generated === true
  state.account.live ||= event.counts
  run.mayOpen = event.counts
  if (touchesEverybody(event, engine)) settleAll(run)
  else {
    if (!unsettled.includes(event.subject)) settleMember(run, event.subject)
    for (const subject of unsettled) settleWithCredit(run, subject)
  }
  settleSums(run, before)
  convert(run, event)
  if (engine.measures.signalsOf(event).includes('hand-raise')) raise(run, event)
  review(run)
}

/** A lead follows its champion; when the last member leaves, it closes as moved and its evidence goes along. */
function takeMove(run: Run, move: MoveEntry): void {
  const { state } = run
  const before = watched(state.account, run.engine)
  const unsettled = unsettledByMove(move, state)
  foldMove(state, move)
  noteTouched(run, move.subject)
  const lead = openLead(state.account)
  const isGone = move.direction === 'out' && lead?.subject === move.subject
  if (lead && isGone && move.other.account === state.key) {
    lead.subject = move.other.subject
    run.leadChanged = true
  }
  for (const subject of unsettled) settleWithCredit(run, subject)
  settleSums(run, before)
  if (lead && state.account.sums.members === 0 && move.other.account !== state.key) {
    lead.movedTo = move.other.account
    closeLead(run, { status: 'moved', by: TIDEMARK, note: `moved to ${move.other.account}` })
  }
  review(run)
}

/** `account.dueAt` stays a lower bound, so that nobody has to look at members that did not change. */
function finish(run: Run): StepResult {
  const { account, members } = run.state
  let dueAt = earlier(account.dueAt, leadDueAt(account))
  for (const subject of run.evaluated) dueAt = earlier(dueAt, members.get(subject)?.dueAt ?? null)
  account.dueAt = dueAt
  return run
}

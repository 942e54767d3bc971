import { isCounted, refresh, settleAccount, sumOf, watched } from './account.ts'
import { settleCredit } from './credit.ts'
import { type DueIndex, earliestDue, isWhole, newDueIndex, noteDue, takeDue } from './due-index.ts'
import { leadDueAt } from './lead.ts'
import { review, tickLead } from './lead-review.ts'
import { isGone } from './member.ts'
import { decide, noteEvaluated, noteTouched, type Run, turnTo } from './run.ts'
import { earlier } from './time.ts'
import type { State, Subject } from './types.ts'

/** Evaluates a member now, and those whose credit for it changed. The inviters concerned must be loaded. */
export function settleWithCredit(run: Run, subject: Subject): void {
  settleMember(run, subject)
  const creditedTo = run.state.members.get(subject)?.creditedTo
  const inviters = settleCredit(subject, run.state, run.engine)
  if (creditedTo !== run.state.members.get(subject)?.creditedTo) noteTouched(run, subject)
  for (const inviter of inviters) {
    noteTouched(run, inviter)
    settleMember(run, inviter)
  }
}

/** Evaluates a member now. Who left before is nobody, whether still at hand or not. */
export function settleMember(run: Run, subject: Subject): void {
  const member = run.state.members.get(subject)
  if (!member || isGone(member)) return
  const { summary: before, dueAt } = member
  if (refresh(member, run.state.account, run.engine, run.at)) run.isShifted = true
  // Its entry in the index may be too early, never too late.
  if (run.state.due && (dueAt === null || (member.dueAt !== null && member.dueAt < dueAt)))
    noteDue(run.state.due, subject, member.dueAt)
  noteEvaluated(run, subject)
  if (member.summary !== before || member.dueAt !== dueAt) noteTouched(run, subject)
  const wasQualified = before.qualified && isCounted(before, run.engine)
  const isQualified = member.summary.qualified && isCounted(member.summary, run.engine)
  if (wasQualified !== isQualified)
    decide(run, isQualified ? 'user.qualified' : 'user.lapsed', subject, false)
}

/** Evaluates everybody; every member must be loaded. In order of names, so that decisions come in one order. */
export function settleAll(run: Run): void {
  run.isShifted = true
  for (const subject of [...run.state.members.keys()].sort()) settleWithCredit(run, subject)
}

/** The account's verdict anew; if its users crossed a number that rules look at, everybody's first (all are loaded then). */
export function settleSums(run: Run, before: string): void {
  if (!run.isShifted) return
  if (watched(run.state.account, run.engine) !== before) settleAll(run)
  settleAccount(run.state.account, run.engine)
}

/** Evaluates everybody by a model that is new to the account. */
export function adopt(run: Run): void {
  const before = watched(run.state.account, run.engine)
  settleAll(run)
  settleSums(run, before)
  review(run)
  run.state.account.model = run.engine.version
}

/** Before a new model judges anybody, the sums must be counted by its rules. */
export function recountSums(run: Run): void {
  run.state.account.sums = sumOf(run.state.members, run.engine)
}

/** Lives through every due instant up to `until`, in order. The members due must be loaded. */
export function liveThrough(run: Run, until: number): void {
  const { state } = run
  const due = dueIndexOf(state)
  for (let dueAt = nextDueAt(state, due); dueAt !== null && dueAt <= until; dueAt = nextDueAt(state, due)) {
    turnTo(run, `d${dueAt}`, dueAt)
    live(run, due, dueAt)
  }
  state.account.dueAt = earlier(nextDueAt(state, due), state.nextDueAt)
}

/** Kept with the state, so that an account of many is looked through once; made anew when others were loaded. */
function dueIndexOf(state: State): DueIndex {
  if (isWhole(state.due, state.members)) return state.due
  state.due = newDueIndex(state.members)
  return state.due
}

/** When the cool-down ends, everybody is looked at: whoever stands at the sales tier may open the lead now. */
function live(run: Run, due: DueIndex, dueAt: number): void {
  const { state } = run
  const { account } = state
  const before = watched(account, run.engine)
  const coolsDown = account.coolUntil !== null && account.coolUntil <= dueAt
  if (coolsDown) settleAll(run)
  else
    for (const subject of takeDue(due, dueAt)) {
      settleMember(run, subject)
      noteDue(due, subject, state.members.get(subject)?.dueAt ?? null)
    }
  settleSums(run, before)
  tickLead(run)
  review(run)
  if (coolsDown) account.coolUntil = null
}

function nextDueAt({ account }: State, due: DueIndex): number | null {
  return earlier(leadDueAt(account), earliestDue(due))
}

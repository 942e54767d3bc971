import { refresh, settleAccount, sumOf, watched } from './account.ts'
import { hasSameCredits, settleCredit } from './credit.ts'
import type { Engine } from './engine.ts'
import { noteInvite } from './invite.ts'
import { absorb, absorbOwn } from './lift.ts'
import { isEmpty, newMember } from './member.ts'
import { mergeParts } from './merge.ts'
import { earlier } from './time.ts'
import type { EventEntry, MemberDoc, MoveEntry, State, Subject } from './types.ts'

/** The member of the account, made if it is not there. */
export function memberOf(state: State, subject: Subject): MemberDoc {
  const known = state.members.get(subject)
  if (known) return known
  const member = newMember()
  state.members.set(subject, member)
  return member
}

/** Takes an event into the profiles: no verdicts, no decisions. A step and a rebuild share it. */
export function foldEvent(state: State, event: EventEntry, engine: Engine): void {
  const member = memberOf(state, event.subject)
  if (!event.anonymous) member.known = true
  const part = event.named ? 'named' : 'loose'
  if ((member[part]?.plan ?? engine.plan) !== engine.plan) member.stale = true
  member[part] = absorb(member[part], event, engine)
  state.account.own = absorbOwn(state.account.own, event, engine)
  if (event.type === 'track') noteInvite(state.account, event)
}

/** Takes parts away, or merges the ones that arrive. */
export function foldMove(state: State, move: MoveEntry): void {
  const member = memberOf(state, move.subject)
  if (move.direction === 'in') {
    if (!move.anonymous) member.known = true
    member.named = mergeParts(member.named, move.parts?.named ?? null)
    member.loose = mergeParts(member.loose, move.parts?.loose ?? null)
    return
  }
  member.loose = null
  if (move.what === 'all') member.named = null
}

/** Whose credits are not what they would be if they were all settled anew; every member must be loaded. */
export function miscredited(state: State, engine: Engine): Subject[] {
  const members = new Map(
    [...state.members].map(([subject, member]) => [
      subject,
      member && { ...member, invitees: {}, creditedTo: null },
    ]),
  )
  const anew: State = { ...state, account: { ...state.account, joined: [] }, members }
  for (const subject of members.keys()) settleCredit(subject, anew, engine)
  return [...members].flatMap(([subject, right]) => {
    const member = state.members.get(subject)
    return !member || !right || hasSameCredits(member, right) ? [] : [subject]
  })
}

/**
 * Evaluates an account whose profiles were folded anew, from scratch and with every member loaded: credits, summaries,
 * sums, due instants. Never touches its lead.
 */
export function reckon(state: State, engine: Engine, at: number): void {
  const { account, members } = state
  account.sums = sumOf(members, engine)
  for (const member of members.values()) if (member) Object.assign(member, { invitees: {}, creditedTo: null })
  account.joined = []
  for (const subject of members.keys()) settleCredit(subject, state, engine)
  const before = watched(account, engine)
  for (const member of members.values()) if (member) refresh(member, account, engine, at)
  if (watched(account, engine) !== before)
    for (const member of members.values()) if (member) refresh(member, account, engine, at)
  let dueAt: number | null = null
  for (const member of members.values()) if (member && !isEmpty(member)) dueAt = earlier(dueAt, member.dueAt)
  state.due = null
  account.model = engine.version
  account.dueAt = earlier(dueAt, account.dueAt)
  settleAccount(account, engine)
}

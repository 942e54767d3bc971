import { INVITEES } from '../wire/condition.ts'
import type { Engine } from './engine.ts'
import { emailKey, invitedBy } from './invite.ts'
import { isActivated } from './look.ts'
import { firstOf, isAfter } from './measure.ts'
import { firstAtOf, isEmpty, isTrusted, measuresOf, newMember, registerOf } from './member.ts'
import { own, setOwn, smallest } from './register.ts'
import { earlier } from './time.ts'
import type { AccountDoc, Credit, EventEntry, MemberDoc, MoveEntry, Stamp, State, Subject } from './types.ts'
import { wait, waitingFor, waitingOf } from './waiting.ts'

function dropBeyond(record: Record<string, unknown>, atMost: number): void {
  const names = Object.keys(record)
  if (names.length <= atMost) return
  const keep = new Set(smallest(names, atMost))
  for (const name of names) if (!keep.has(name)) delete record[name]
}

/** Who invited this member: named by the acceptance, else found by the e-mail address. */
export function inviterOf(subject: Subject, member: MemberDoc, account: AccountDoc): Subject | null {
  const named = registerOf(member, 'marks', 'invitedBy')?.value
  const email = registerOf(member, 'traits', 'email')?.value
  const byEmail = typeof email === 'string' ? own(account.invites, emailKey(email))?.by : undefined
  const inviter = typeof named === 'string' ? named : byEmail
  return inviter === undefined || inviter === subject ? null : inviter
}

/** When the member became active for good: its first activating event; null = not yet. */
export function activatedAt(member: MemberDoc, engine: Engine): number | null {
  if (isEmpty(member) || !isActivated(member, engine)) return null
  let first: number | null = null
  for (const signal of engine.activation) first = earlier(first, firstAtOf(member, signal))
  return first
}

/** What made the member active for good, of those events that happened at this instant. */
function creditOf(member: MemberDoc, at: number, engine: Engine): Credit {
  let first: Stamp | null = null
  for (const signal of engine.activation)
    for (const measure of measuresOf(member, signal))
      if (measure?.first?.time === at) first = firstOf(first, measure.first)
  return first ?? at
}

/** When somebody was activated. */
export const creditedAt = (credit: Credit): number => (typeof credit === 'number' ? credit : credit.time)

const isSame = (a: Credit | undefined, b: Credit): boolean =>
  typeof a === 'object' && typeof b === 'object' ? !isAfter(a, b) && !isAfter(b, a) : a === b

/** Whether two accounts of one member credit the same. */
export function hasSameCredits(a: MemberDoc, b: MemberDoc): boolean {
  const invitees = Object.entries(a.invitees)
  return (
    a.creditedTo === b.creditedTo &&
    invitees.length === Object.keys(b.invitees).length &&
    invitees.every(([subject, credit]) => isSame(own(b.invitees, subject), credit))
  )
}

/** Where proof is asked for, a colleague whom nobody vouches for may be made up. */
function mayCredit(member: MemberDoc, { model }: Engine): boolean {
  return model.trust === 'open' || isTrusted(member)
}

/**
 * Brings the inviter's credit in line with what is known of this member now, taking back an earlier one. Answers whose
 * credit changed. The inviters concerned must be loaded (see `inviters`); one that is not there gets none, and the
 * member waits for them.
 */
export function settleCredit(subject: Subject, state: State, engine: Engine): Subject[] {
  const member = state.members.get(subject)
  if (!member) return []
  const at = mayCredit(member, engine) ? activatedAt(member, engine) : null
  const due = at === null ? null : inviterOf(subject, member, state.account)
  const inviter = due === null ? null : thereIn(state, due)
  const changed: Subject[] = []
  if (member.creditedTo !== null && (member.creditedTo !== due || !inviter)) {
    const former = state.members.get(member.creditedTo)
    if (former) {
      delete former.invitees[subject]
      changed.push(member.creditedTo)
    }
    member.creditedTo = null
  }
  wait(state.account, subject, at === null || inviter ? null : waitingOf(subject, member, { by: due, at }))
  if (due === null || at === null || !inviter) return changed
  const credit = creditOf(member, at, engine)
  if (isSame(own(inviter.invitees, subject), credit)) return changed
  setOwn(inviter.invitees, subject, credit)
  dropBeyond(inviter.invitees, INVITEES)
  inviter.invitees = byName(inviter.invitees)
  member.creditedTo = due
  return [...changed, due]
}

/** The same whoever was credited first: the text of a document does not tell in which order its members were settled. */
const byName = (invitees: MemberDoc['invitees']): MemberDoc['invitees'] =>
  Object.fromEntries(Object.entries(invitees).sort(([a], [b]) => (a < b ? -1 : 1)))

/** A member with a past in the account: one whose parts all left is nobody. */
function thereIn({ members }: State, subject: Subject): MemberDoc | null {
  const member = members.get(subject)
  return member && !isEmpty(member) ? member : null
}

/**
 * Whether an event may change who is credited for this member: it names an inviter, or moves the member's activation.
 * Nearly none does. Asked before the event is absorbed.
 */
export function concernsCredit(event: EventEntry, member: MemberDoc | null, engine: Engine): boolean {
  if (event.type === 'identify' || event.name === 'Invite Accepted') return true
  if (engine.model.trust === 'verified' && event.trust !== 'browser' && !(member && isTrusted(member)))
    return true
  if (!mayActivate(event, engine)) return false
  const since = member && activatedAt(member, engine)
  return since === null || event.time <= since
}

function mayActivate(event: EventEntry, engine: Engine): boolean {
  for (const signal of engine.measures.signalsOf(event)) if (engine.activation.includes(signal)) return true
  return false
}

const NOBODY: readonly Subject[] = []

/**
 * Whose inviters an event may change, in one order: nearly always nobody's. Asked before the event is absorbed, with its
 * subject loaded.
 */
export function unsettledBy(event: EventEntry, state: State, engine: Engine): readonly Subject[] {
  const { account, members } = state
  const member = members.get(event.subject) ?? null
  const isOwn = concernsCredit(event, member, engine)
  const isArriving = account.joined.length > 0 && (member === null || isEmpty(member))
  const key = invitedBy(event, account)
  if (!isArriving && key === null) return isOwn ? [event.subject] : NOBODY
  return inOrder([
    ...(isOwn ? [event.subject] : NOBODY),
    ...(isArriving ? waitingFor(event.subject, account) : NOBODY),
    ...(key === null ? NOBODY : invitedAs(key, event.subject, state)),
  ])
}

/** Who waits for an invitation of this address, and whom the one who invited it before is credited with. */
function invitedAs(key: string, by: Subject, { account, members }: State): Subject[] {
  const waiting = account.joined.flatMap((one) => (one.key === key ? one.subject : []))
  const former = own(account.invites, key)?.by
  if (former === undefined || former === by) return waiting
  return [...waiting, ...Object.keys(members.get(former)?.invitees ?? {})]
}

/** Whose inviters a move may change: the member's own, and whoever was, or waits to be, credited to the member. */
export function unsettledByMove({ subject }: MoveEntry, { account, members }: State): readonly Subject[] {
  const invitees = Object.keys(members.get(subject)?.invitees ?? {})
  return inOrder([subject, ...waitingFor(subject, account), ...invitees])
}

const inOrder = (subjects: readonly Subject[]): Subject[] => [...new Set(subjects)].sort()

/** Who must be loaded before an event is absorbed, for the sake of credits. */
export function inviters(event: EventEntry, state: State, engine: Engine): readonly Subject[] {
  const unsettled = unsettledBy(event, state, engine)
  const key = invitedBy(event, state.account)
  const former = key === null ? undefined : own(state.account.invites, key)?.by
  if (unsettled.length === 0) return former === undefined ? NOBODY : [former]
  const said = unsettled.includes(event.subject) ? saidInviters(event, state.account) : NOBODY
  return concernedBy([...said, former], unsettled, state)
}

/** Who must be loaded before parts are moved, for the sake of credits: also whom the parts that arrive, or stay, name. */
export function movedInviters(move: MoveEntry, state: State): readonly Subject[] {
  const { subject, what, parts } = move
  const staying = what === 'loose' ? state.members.get(subject)?.named : null
  const said = inviterOf(subject, { ...newMember(), named: staying ?? null, ...parts }, state.account)
  return concernedBy([said], unsettledByMove(move, state), state)
}

/** These, with the inviters that they have now and by what is known. */
function concernedBy(
  said: readonly unknown[],
  unsettled: readonly Subject[],
  { account, members }: State,
): Subject[] {
  const known = unsettled.flatMap((subject) => {
    const member = members.get(subject)
    return member ? [subject, member.creditedTo, inviterOf(subject, member, account)] : [subject]
  })
  return [...said, ...known].filter((who) => typeof who === 'string')
}

/** The inviters that an event itself speaks of: by name, or by the e-mail address that was invited. */
function saidInviters({ type, name, properties, traits }: EventEntry, account: AccountDoc): unknown[] {
  if (type === 'track' && name === 'Invite Accepted') return [properties['invitedBy']]
  const email = type === 'identify' ? traits['email'] : undefined
  return typeof email === 'string' ? [own(account.invites, emailKey(email))?.by] : []
}

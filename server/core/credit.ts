import type { Json } from '../wire/event.ts'
import { hash } from './bucket.ts'
import type { Engine } from './engine.ts'
import { isActivated } from './look.ts'
import { firstOf, isAfter } from './measure.ts'
import { firstAtOf, isEmpty, isTrusted, measuresOf, registerOf } from './member.ts'
import { own, setOwn, smallest } from './register.ts'
import { earlier } from './time.ts'
import type { AccountDoc, Credit, EventEntry, Invite, MemberDoc, Stamp, State, Subject } from './types.ts'

/** How many invitations an account remembers by e-mail, and how many invitees a member is credited with. */
const INVITES = 256
export const INVITEES = 64

/** The key of an e-mail address: the address itself is not kept. */
export function emailKey(email: string): string {
  return `#${hash(email.trim().toLowerCase()).toString(36)}`
}

/** What senders call the address of an `Invite Sent`: short, and as Segment's B2B SaaS spec writes it. */
const INVITED = ['email', 'invitee_email', 'inviteeEmail'] as const

/** Remembers who invited an address; the earliest invitation counts, of those that somebody vouches for if there are any. */
export function noteInvite({ invites }: Inviting, event: EventEntry): void {
  const key = invitedKey(event)
  if (key === null) return
  const { subject: by, time, messageId: id, trust } = event
  putInvite(invites, key, { by, time, id, trusted: trust !== 'browser' })
}

type Inviting = Pick<AccountDoc, 'invites'>

export function putInvite(invites: AccountDoc['invites'], key: string, invite: Invite): void {
  const known = invites[key]
  if (known && !isBetter(invite, known)) return
  invites[key] = invite
  keepInvites(invites)
}

const isBetter = (a: Invite, b: Invite): boolean => (a.trusted === b.trusted ? !isAfter(a, b) : a.trusted)

/** No page can crowd out the invitations that somebody vouches for. */
function keepInvites(invites: AccountDoc['invites']): void {
  const keys = Object.keys(invites)
  if (keys.length <= INVITES) return
  const [trusted, others] = [true, false].map((wanted) =>
    smallest(
      keys.filter((key) => invites[key]?.trusted === wanted),
      INVITES,
    ),
  )
  const stays = new Set([...(trusted ?? []), ...(others ?? [])].slice(0, INVITES))
  for (const key of keys) if (!stays.has(key)) delete invites[key]
}

function invitedKey({ type, name, properties }: EventEntry): string | null {
  if (type !== 'track' || name !== 'Invite Sent') return null
  const email = INVITED.map((property) => properties[property]).find(isAddress)
  return email === undefined ? null : emailKey(email)
}

/** Who is at work already while the event only now tells of their invitation. */
export function lateInvitee(event: EventEntry, { joined }: AccountDoc): Subject | null {
  const key = joined.length === 0 ? null : invitedKey(event)
  return key === null ? null : (joined.find((one) => one.key === key)?.subject ?? null)
}

const isAddress = (value: Json | undefined): value is string =>
  typeof value === 'string' && value.includes('@')

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

/** Where proof is asked for, a colleague whom nobody vouches for may be made up. */
function mayCredit(member: MemberDoc, { model }: Engine): boolean {
  return model.trust === 'open' || isTrusted(member)
}

/**
 * Brings the inviter's credit in line with what is known of this member now, taking back an earlier one. Answers whose
 * credit changed. The inviters concerned must be loaded (see `inviters`); one that is not there gets none.
 */
export function settleCredit(subject: Subject, state: State, engine: Engine): Subject[] {
  const member = state.members.get(subject)
  if (!member) return []
  const at = mayCredit(member, engine) ? activatedAt(member, engine) : null
  const due = at === null ? null : inviterOf(subject, member, state.account)
  const changed: Subject[] = []
  if (member.creditedTo !== null && member.creditedTo !== due) {
    const former = state.members.get(member.creditedTo)
    if (former) {
      delete former.invitees[subject]
      changed.push(member.creditedTo)
    }
    member.creditedTo = null
  }
  noteJoined(state.account, { subject, member, at: due === null ? at : null })
  const inviter = due === null ? null : state.members.get(due)
  if (due === null || at === null || !inviter || isEmpty(inviter)) return changed
  const credit = creditOf(member, at, engine)
  if (isSame(own(inviter.invitees, subject), credit)) return changed
  setOwn(inviter.invitees, subject, credit)
  dropBeyond(inviter.invitees, INVITEES)
  member.creditedTo = due
  return [...changed, due]
}

const JOINED = 32

/** Keeps who became active without a known inviter (`at` tells since when, null that it is not so), the newest first. */
function noteJoined(
  account: AccountDoc,
  { subject, member, at }: { subject: Subject; member: MemberDoc; at: number | null },
): void {
  const email = registerOf(member, 'traits', 'email')?.value
  const others = account.joined.filter((one) => one.subject !== subject)
  const isNoted = others.length < account.joined.length
  if (at === null || typeof email !== 'string') {
    if (isNoted) account.joined = others
    return
  }
  account.joined = [...others, { key: emailKey(email), subject, at }]
    .sort((a, b) => b.at - a.at || (a.subject < b.subject ? -1 : 1))
    .slice(0, JOINED)
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

/** The inviters who must be loaded before an event of this member is absorbed. */
export function inviters(event: EventEntry, state: State, engine: Engine): readonly Subject[] {
  const member = state.members.get(event.subject) ?? null
  if (!concernsCredit(event, member, engine)) return NOBODY
  const known = member && inviterOf(event.subject, member, state.account)
  const candidates = [...saidInviters(event, state.account), known, member?.creditedTo]
  return candidates.filter((who): who is Subject => typeof who === 'string' && who !== event.subject)
}

/** The inviters that an event itself speaks of: by name, or by the e-mail address that was invited. */
function saidInviters({ type, name, properties, traits }: EventEntry, account: AccountDoc): unknown[] {
  if (type === 'track' && name === 'Invite Accepted') return [properties['invitedBy']]
  const email = type === 'identify' ? traits['email'] : undefined
  return typeof email === 'string' ? [own(account.invites, emailKey(email))?.by] : []
}

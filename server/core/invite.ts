import type { Json } from '../wire/event.ts'
import { hash } from './bucket.ts'
import { isAfter } from './measure.ts'
import { own, smallest } from './register.ts'
import type { AccountDoc, EventEntry, Invite } from './types.ts'

/** How many invitations an account remembers by e-mail. */
const INVITES = 256

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
  putInvite(invites, key, inviteOf(event))
}

const inviteOf = ({ subject: by, time, messageId: id, trust }: EventEntry): Invite => ({
  by,
  time,
  id,
  trusted: trust !== 'browser',
})

type Inviting = Pick<AccountDoc, 'invites'>

export function putInvite(invites: AccountDoc['invites'], key: string, invite: Invite): void {
  const known = own(invites, key)
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

/** The address that an event tells was invited, if it decides who invited it; else null. */
export function invitedBy(event: EventEntry, { invites }: Inviting): string | null {
  const key = invitedKey(event)
  if (key === null) return null
  const known = own(invites, key)
  return known && !isBetter(inviteOf(event), known) ? null : key
}

const isAddress = (value: Json | undefined): value is string =>
  typeof value === 'string' && value.includes('@')

import { isCounted } from './account.ts'
import type { Engine } from './engine.ts'
import { countOf, isEmpty, lastAtOf, vouchedOf } from './member.ts'
import { type Reading, readingsOf } from './readings.ts'
import type { AccountDoc, LeadDoc, MemberDoc, Subject } from './types.ts'
import { featuresOf } from './why-now.ts'

/** What a rep would want to say about an account, before it is put into words. */
export type Facts = {
  readonly company: string
  /** The account is one person's own: its name is theirs. */
  readonly alone: boolean
  /** The champion's name, or how else to call them. */
  readonly person: string | null
  /** How to greet them; null when only an address is known. */
  readonly firstName: string | null
  readonly askedAt: number | null
  /** The fullest one. */
  readonly limit: Reading | null
  readonly feature: string | null
  readonly users: number
  readonly active: number
  /** People who looked at pricing. */
  readonly pricing: number
  readonly invited: boolean
}

type Asked = {
  /** How to call the account and its champion; the verbs know names. */
  readonly company: string
  readonly person: string | null
  readonly alone: boolean
  readonly account: AccountDoc
  readonly members: ReadonlyMap<Subject, MemberDoc | null>
  readonly lead: LeadDoc
}

/** Gathers the facts; every member should be loaded, else only the loaded ones are spoken of. */
export function factsOf(asked: Asked, engine: Engine): Facts {
  const { company, person, alone, account, members, lead } = asked
  const champion = members.get(lead.subject) ?? null
  const people = [...members.values()].flatMap((member) => (member && isUser(member, engine) ? [member] : []))
  return {
    company,
    alone,
    person,
    firstName: firstNameOf(champion, person),
    askedAt: lead.type === 'hand-raise' && champion ? lastAtOf(champion, 'hand-raise') || null : null,
    limit: fullestOf(account, champion ? [champion, ...people] : people, engine),
    feature: (champion && featuresOf(champion)[0]) ?? null,
    users: account.sums.known,
    active: account.sums.active,
    pricing: people.filter((member) => countOf(member, 'pricing') > 0).length,
    invited: champion !== null && Object.keys(champion.invitees).length > 0,
  }
}

const isUser = (member: MemberDoc, engine: Engine): boolean =>
  !isEmpty(member) && isCounted(member.summary, engine)

/** What nobody vouched for is not said where the model asks for proof. */
function fullestOf(account: AccountDoc, members: readonly MemberDoc[], { model }: Engine): Reading | null {
  const readings = readingsOf(account, members)
  return readings.find(({ trust }) => trust !== 'browser' || model.trust === 'open') ?? null
}

/** "Mara" of "Mara Quist", "Quist, Mara" or "Dr. Mara Quist". */
function firstNameOf(champion: MemberDoc | null, person: string | null): string | null {
  const told = champion && vouchedOf(champion, 'traits', 'firstName')?.value
  if (typeof told === 'string' && told.trim() !== '') return told.trim()
  if (person === null || person.includes('@')) return null
  const name = person.split(',').at(-1) ?? person
  return name.split(/\s+/).find((word) => word !== '' && !word.endsWith('.')) ?? null
}

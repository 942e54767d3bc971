import { isCounted } from './account.ts'
import type { Engine } from './engine.ts'
import { countOf, isEmpty, lastAtOf } from './member.ts'
import { type Fullness, fullest } from './state-atoms.ts'
import type { AccountDoc, LeadDoc, MemberDoc, Subject } from './types.ts'

/** What a rep would want to say about an account, before it is put into words. */
export type Facts = {
  readonly company: string
  /** The champion's name, or how else to call them. */
  readonly person: string | null
  readonly askedAt: number | null
  readonly limit: Fullness | null
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
  readonly account: AccountDoc
  readonly members: ReadonlyMap<Subject, MemberDoc | null>
  readonly lead: LeadDoc
}

/** Gathers the facts; every member should be loaded, else only the loaded ones are spoken of. */
export function factsOf({ company, person, account, members, lead }: Asked, engine: Engine): Facts {
  const champion = members.get(lead.subject) ?? null
  const people = [...members.values()].flatMap((member) => (member && isUser(member, engine) ? [member] : []))
  return {
    company,
    person,
    askedAt: lead.type === 'hand-raise' && champion ? lastAtOf(champion, 'hand-raise') || null : null,
    limit: fullestOf(champion ? [champion, ...people] : people),
    feature: champion && featureOf(champion),
    users: account.sums.known,
    active: account.sums.active,
    pricing: people.filter((member) => countOf(member, 'pricing') > 0).length,
    invited: champion !== null && Object.keys(champion.invitees).length > 0,
  }
}

const isUser = (member: MemberDoc, engine: Engine): boolean =>
  !isEmpty(member) && isCounted(member.summary, engine)

const featureOf = (member: MemberDoc): string | null =>
  member.named?.sets['features']?.[0] ?? member.loose?.sets['features']?.[0] ?? null

function fullestOf(members: readonly MemberDoc[]): Fullness | null {
  let top: Fullness | null = null
  for (const member of members) {
    const one = fullest(member, '*')
    if (one && (!top || one.ratio > top.ratio)) top = one
  }
  return top
}

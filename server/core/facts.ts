import { isCounted } from './account.ts'
import type { Engine } from './engine.ts'
import { countOf, isEmpty, lastAtOf, registerOf } from './member.ts'
import { own } from './register.ts'
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
  readonly key: string
  readonly account: AccountDoc
  readonly members: ReadonlyMap<Subject, MemberDoc | null>
  readonly lead: LeadDoc
}

/** Gathers the facts; every member should be loaded, else only the loaded ones are spoken of. */
export function factsOf({ key, account, members, lead }: Asked, engine: Engine): Facts {
  const champion = members.get(lead.subject) ?? null
  const people = [...members.values()].flatMap((member) => (member && isUser(member, engine) ? [member] : []))
  return {
    company: companyName(key, account, champion),
    person: champion && personName(champion),
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

/** What the company is called: its own trait, its domain, else the person it consists of. */
export function companyName(key: string, account: AccountDoc, champion: MemberDoc | null): string {
  const name = account.own && own(account.own.traits, 'name')?.value
  if (typeof name === 'string' && name !== '') return name
  const theirs = champion && textTrait(champion, ['company.name', 'company'])
  if (theirs) return theirs
  return key.startsWith('~') ? ((champion && personName(champion)) ?? 'Somebody on their own') : key
}

/** What a person is called: their name, else their e-mail address; null if neither is known. */
export function personName(member: MemberDoc): string | null {
  const first = textTrait(member, ['firstName'])
  const last = textTrait(member, ['lastName'])
  const parts = [first, last].filter((part) => part !== null).join(' ')
  return textTrait(member, ['name']) ?? (parts || textTrait(member, ['email']))
}

function textTrait(member: MemberDoc, names: readonly string[]): string | null {
  for (const name of names) {
    const value = registerOf(member, 'traits', name)?.value
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return null
}

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

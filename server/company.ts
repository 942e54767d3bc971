import { registerOf } from './core/member.ts'
import type { AccountDoc, LeadDoc, MemberDoc } from './core/types.ts'
import { isReserved } from './intake/subject-id.ts'

/** What to call an account: the name its group call gave, else its domain or key, else the person in it. */
export const companyOf = (key: string, account: AccountDoc, person: string | null): string => {
  const name = account.own?.traits['name']?.value ?? account.own?.traits['company']?.value
  if (typeof name === 'string' && name.trim() !== '') return name
  if (!isReserved(key)) return key
  return person ?? (isReserved(key.slice(1)) ? 'An anonymous visitor' : key.slice(1))
}

/** Whom a lead is about: by name, else as the contact form was signed, else by e-mail address, the known one first. */
export const championOf = (lead: LeadDoc, champion: MemberDoc | null): string | null =>
  (champion && nameOf(champion)) ?? lead.name ?? (champion && personOf(champion)) ?? lead.email

/** Where to answer: what the form says goes before what is known only if somebody vouches for the request. */
export const replyTo = (lead: LeadDoc, champion: MemberDoc | null): string | null => {
  const known = champion && textTrait(champion, 'email')
  return lead.verified ? (lead.email ?? known) : (known ?? lead.email)
}

/** A person's name, else e-mail address, as last told. */
export const personOf = (member: MemberDoc): string | null => nameOf(member) ?? textTrait(member, 'email')

export const nameOf = (member: MemberDoc): string | null => {
  const parts = [textTrait(member, 'firstName'), textTrait(member, 'lastName')].filter(
    (part) => part !== null,
  )
  return textTrait(member, 'name') ?? (parts.length > 0 ? parts.join(' ') : null)
}

/** What they do there, as last told. */
export const roleOf = (member: MemberDoc): string | null =>
  textTrait(member, 'role') ?? textTrait(member, 'title')

/** A trait of the person, if it is a text that says something. */
export const textTrait = (member: MemberDoc, name: string): string | null => {
  const value = registerOf(member, 'traits', name)?.value
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** The one reason in a line of its own: a request says who asked. */
export const reasonOf = (lead: LeadDoc, champion: MemberDoc | null, whyNow = lead.reason): string =>
  lead.type === 'hand-raise' ? `${championOf(lead, champion) ?? 'Somebody'} asked to talk to sales` : whyNow

import { registerOf, vouchedOf } from './core/member.ts'
import type { AccountDoc, LeadDoc, MemberDoc, Register } from './core/types.ts'
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
  (champion && vouchedName(champion)) ?? lead.name ?? (champion && personOf(champion)) ?? lead.email

/** How to address them: by what nobody else can have told under their id. */
export const greetedAs = (lead: LeadDoc, champion: MemberDoc | null): string | null =>
  (champion && vouchedName(champion)) ??
  lead.name ??
  (champion && vouchedText(champion, 'email')) ??
  lead.email

/** Where to answer: what the form says goes before what is known only if somebody vouches for the request. */
export const replyTo = (lead: LeadDoc, champion: MemberDoc | null): string | null =>
  lead.verified
    ? (lead.email ?? (champion && vouchedText(champion, 'email')))
    : ((champion && textTrait(champion, 'email')) ?? lead.email)

/** A person's name, else e-mail address, as last told, for people to read. */
export const personOf = (member: MemberDoc): string | null => nameOf(member) ?? vouchedText(member, 'email')

/** A person's name for people to read: marked if others vouch for the person, but not for the name. */
export const nameOf = (member: MemberDoc): string | null => {
  const told = nameBy((trait) => textTrait(member, trait))
  return vouchedName(member) ?? (told && `${told} (not verified)`)
}

export const vouchedName = (member: MemberDoc): string | null => nameBy((trait) => vouchedText(member, trait))

const nameBy = (textOf: (trait: string) => string | null): string | null => {
  const parts = [textOf('firstName'), textOf('lastName')].filter((part) => part !== null)
  return textOf('name') ?? (parts.length > 0 ? parts.join(' ') : null)
}

/** What they do there, as last told. */
export const roleOf = (member: MemberDoc): string | null =>
  textTrait(member, 'role') ?? textTrait(member, 'title')

/** A trait of the person, if it is a text that says something. */
export const textTrait = (member: MemberDoc, name: string): string | null =>
  textIn(registerOf(member, 'traits', name))

export const vouchedText = (member: MemberDoc, name: string): string | null =>
  textIn(vouchedOf(member, 'traits', name))

const textIn = (register: Register | undefined): string | null => {
  const value = register?.value
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** The one reason in a line of its own: a request says who asked. */
export const reasonOf = (lead: LeadDoc, champion: MemberDoc | null, whyNow = lead.reason): string =>
  lead.type === 'hand-raise' ? `${championOf(lead, champion) ?? 'Somebody'} asked to talk to sales` : whyNow

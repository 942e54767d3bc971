import type { Json } from '../wire/event.ts'
import type { LeadMessage } from '../wire/message.ts'
import type { BaseDoc } from '../work/base.ts'
import type { Scope } from './scope.ts'

const ERASED = 'erased'
/** Fields in which others name a person by id. */
const NAMES = new Set(['invitedBy', 'previousId'])

/** A JSON document without these people: where others wrote down their e-mail addresses, or who invited whom. */
export const redact = (text: string, { emails, subjects }: Pick<Scope, 'emails' | 'subjects'>): string => {
  const isTheirs = (value: Json) => typeof value === 'string' && subjects.includes(value)
  const clean = (name: string, value: Json): Json => {
    if (NAMES.has(name) && isTheirs(value)) return ERASED
    if (typeof value !== 'string') return value
    return emails.reduce((said, email) => replaceAll(said, email), value)
  }
  const lower = text.toLowerCase()
  const isConcerned = [...emails, ...subjects].some((word) => lower.includes(word.toLowerCase()))
  return isConcerned ? JSON.stringify(JSON.parse(text, clean)) : text
}

/** The same for a message to sales, which also names the most engaged people of the account. */
export const redactMessage = (text: string, erased: Pick<Scope, 'emails' | 'subjects'>): string => {
  const message: LeadMessage = JSON.parse(redact(text, erased))
  const champions = message.data.champions.filter(({ userId }) => !erased.subjects.includes(userId))
  return JSON.stringify({ ...message, data: { ...message.data, champions } })
}

/** The same of a row of the base, in which who invited somebody stands under another name. */
export const redactBase = (text: string, erased: Pick<Scope, 'emails' | 'subjects'>): string => {
  const clean = redact(text, erased)
  const doc: BaseDoc = JSON.parse(clean)
  const inviter = doc.profile?.marks['invitedBy']
  if (!doc.profile || !inviter || !erased.subjects.some((id) => id === inviter.value)) return clean
  const marks = { ...doc.profile.marks, invitedBy: { ...inviter, value: ERASED } }
  return JSON.stringify({ ...doc, profile: { ...doc.profile, marks } })
}

const replaceAll = (text: string, email: string): string => {
  const at = text.toLowerCase().indexOf(email.toLowerCase())
  return at < 0 ? text : text.slice(0, at) + ERASED + replaceAll(text.slice(at + email.length), email)
}

import type { Incoming } from '../intake/incoming.ts'
import { anonymousSubject, isAnonymous, isOfTest, testId } from '../intake/subject-id.ts'
import { type Book, canonicalOf, homeIn, type Known, leadsTo, lookUp } from './book.ts'
import { businessDomain } from './business-domain.ts'
import { earlier, inherit, later, type Said, type SubjectDoc } from './subject.ts'

/** What an event changes about who belongs where, before it is counted itself. */
export type Shift =
  /** The loose part of a subject goes to another account. */
  | { readonly kind: 'home'; readonly subject: string; readonly from: string; readonly to: string }
  /** Everything of a subject becomes its claimer's; loose parts lie in the two homes. */
  | { readonly kind: 'claim'; readonly subject: string; readonly by: string; readonly home: string }
  /** An earlier claimer came late: what was counted for `from` is to be counted anew. */
  | { readonly kind: 'reclaim'; readonly subject: string; readonly from: string; readonly by: string }

export type Placement = {
  readonly account: string
  readonly subject: string
  readonly anonymous: boolean
  readonly shifts: readonly Shift[]
}

/** Decides for whom and where an event counts, and changes the book accordingly. */
export const place = (event: Incoming, book: Book): Placement => {
  const shifts: Shift[] = []
  for (const subject of claimedSubjects(event)) claim(subject, { event, book, shifts })
  const subject = canonicalOf(book, event.sender)
  const home = homeIn(subject)
  if (learn(subject.doc, event)) {
    book.changed.add(subject)
    pushHome(subject, home, shifts)
  }
  subject.isPlaced = true
  return {
    account: event.account ?? homeIn(subject),
    subject: subject.id,
    anonymous: isAnonymous(subject.id),
    shifts,
  }
}

/** The subjects whose rows placing these events reads or writes. */
export const subjectsOf = (event: Incoming): readonly string[] => [event.sender, ...claimedSubjects(event)]

const NOBODY: readonly string[] = []

/**
 * Identifying claims the visitor who was here before. Merging two known users needs the secret key: with a browser key
 * anybody could take over anybody.
 */
export const claimedSubjects = (event: Incoming): readonly string[] => {
  if (event.userId === null || (event.type !== 'identify' && event.type !== 'alias')) return NOBODY
  const anonymous = [event.anonymousId, event.previousId].filter((id) => id !== null).map(anonymousSubject)
  const merged = event.trust === 'server' && event.previousId !== null && event.previousId !== event.userId
  return merged ? [...new Set([...anonymous, event.previousId])] : [...new Set(anonymous)]
}

type Claiming = { readonly event: Incoming; readonly book: Book; readonly shifts: Shift[] }

const claim = (id: string, { event, book, shifts }: Claiming): void => {
  const claimed = lookUp(book, id)
  const former = canonicalOf(book, id)
  const claimer = canonicalOf(book, event.sender)
  if (leadsTo(book, event.sender, claimed)) return
  const said = say(event, event.sender)
  if (earlier(claimed.doc.claim, said) !== said) return
  const isFirst = claimed.doc.claim === null
  claimed.doc.claim = said
  book.changed.add(claimed)
  if (isFirst) {
    const before = homeIn(claimer)
    const home = homeIn(claimed)
    inherit(claimer.doc, claimed.doc)
    book.changed.add(claimer)
    pushHome(claimer, before, shifts)
    if (claimed.isPlaced) shifts.push({ kind: 'claim', subject: id, by: claimer.id, home })
  } else if (former !== claimer) {
    shifts.push({ kind: 'reclaim', subject: id, from: former.id, by: claimer.id })
  }
}

const pushHome = (known: Known, from: string, shifts: Shift[]): void => {
  const to = homeIn(known)
  if (to !== from && known.isPlaced) shifts.push({ kind: 'home', subject: known.id, from, to })
}

/** Takes in what the event says about where its subject belongs; whether that changed anything. */
export const learn = (doc: SubjectDoc, event: Incoming): boolean => {
  const { group, mention, domain } = doc
  if (event.account !== null) {
    const said = say(event, event.account)
    if (event.type === 'group') doc.group = later(group, said)
    else if (group === null) doc.mention = earlier(mention, said)
  }
  if (event.type === 'identify' && typeof event.traits['email'] === 'string')
    doc.domain = later(domain, say(event, companyOf(event, event.traits['email'])))
  return group !== doc.group || mention !== doc.mention || domain !== doc.domain
}

const companyOf = ({ sender }: Incoming, email: string): string | null => {
  const domain = businessDomain(email)
  return domain !== null && isOfTest(sender) ? testId(domain) : domain
}

const say = (event: Incoming, value: string | null): Said => ({
  value,
  trusted: event.trust !== 'browser',
  time: event.time,
  id: event.messageId,
})

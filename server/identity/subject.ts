import { singletonOf } from '../intake/subject-id.ts'

/** One thing that somebody said of a subject, and when. */
export type Said = {
  /** Null = says that there is none: a free-mail address has no company. */
  readonly value: string | null
  readonly trusted: boolean
  readonly time: number
  readonly id: string
}

/** What is known of who a subject is and where it belongs. Each part is a register, so order of arrival is no matter. */
export type SubjectDoc = {
  /** To whom its events belong: the earliest claimer. */
  claim: Said | null
  /** The latest group call. */
  group: Said | null
  /** The first account that an event named in passing; counts without any group call. */
  mention: Said | null
  /** The company of the latest e-mail address. */
  domain: Said | null
}

export const newSubject = (): SubjectDoc => ({ claim: null, group: null, mention: null, domain: null })

const compare = (a: Said, b: Said): number => a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A trusted word before an untrusted one, then the later. */
export const later = (a: Said | null, b: Said | null): Said | null => {
  if (!a || !b) return a ?? b
  if (a.trusted !== b.trusted) return a.trusted ? a : b
  return compare(a, b) >= 0 ? a : b
}

/** A trusted word before an untrusted one, then the earlier. */
export const earlier = (a: Said | null, b: Said | null): Said | null => {
  if (!a || !b) return a ?? b
  if (a.trusted !== b.trusted) return a.trusted ? a : b
  return compare(a, b) <= 0 ? a : b
}

/** Where a subject's loose part lies. */
export const homeOf = (subject: string, doc: SubjectDoc): string =>
  doc.group?.value ?? doc.mention?.value ?? doc.domain?.value ?? singletonOf(subject)

/** What `from` knew of where it belongs now holds for `into` too. */
export const inherit = (into: SubjectDoc, from: SubjectDoc): void => {
  into.group = later(into.group, from.group)
  into.mention = earlier(into.mention, from.mention)
  into.domain = later(into.domain, from.domain)
}

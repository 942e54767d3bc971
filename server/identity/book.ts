import type { Cache } from '../cache.ts'
import type { Session } from '../store/store.ts'
import { readSubjects } from '../store/subjects.ts'
import type { SubjectRow } from '../store/tables.ts'
import { homeOf, newSubject, type SubjectDoc } from './subject.ts'

/** A subject as it is known during one transaction (or, with one writer, until something fails). */
export type Known = {
  readonly id: string
  readonly doc: SubjectDoc
  isStored: boolean
  /** Events were placed for it, so that there may be parts to move. */
  isPlaced: boolean
}

/** The subjects at hand in one transaction. Everybody that placing an event may ask for is in it, or new. */
export type Book = {
  readonly at: Map<string, Known>
  readonly changed: Set<Known>
  /** What outlives the transaction, when this process is the only writer. */
  readonly cache: BookCache | null
}

type BookCache = Pick<Cache<Known>, 'get' | 'set'>

export const newBook = (cache: BookCache | null): Book => ({ at: new Map(), changed: new Set(), cache })

export const enter = (book: Book, row: SubjectRow): Known => {
  const known = { id: row.id, doc: JSON.parse(row.doc), isStored: true, isPlaced: true }
  book.at.set(row.id, known)
  book.cache?.set(row.id, known)
  return known
}

const find = (book: Book, id: string): Known | undefined => {
  const here = book.at.get(id)
  if (here) return here
  const kept = book.cache?.get(id)
  if (kept) book.at.set(id, kept)
  return kept
}

/** The subject, made if nobody has met it. */
export const lookUp = (book: Book, id: string): Known => {
  const known = find(book, id)
  if (known) return known
  const made = { id, doc: newSubject(), isStored: false, isPlaced: false }
  book.at.set(id, made)
  book.cache?.set(id, made)
  book.changed.add(made)
  return made
}

const LINKS = 8

/** The subject, its claimer, the claimer's claimer: to the one to whom the events belong. */
const chainOf = (book: Book, id: string): Known[] => {
  const chain = [lookUp(book, id)]
  for (let claimer = chain[0]?.doc.claim?.value; claimer && chain.length <= LINKS; ) {
    const known = lookUp(book, claimer)
    chain.push(known)
    claimer = known.doc.claim?.value
  }
  return chain
}

/** To whom a subject's events belong. */
export const canonicalOf = (book: Book, id: string): Known => {
  const known = lookUp(book, id)
  return known.doc.claim ? (chainOf(book, id).at(-1) ?? known) : known
}

/** Whether a subject's events come to `to`, at once or by way of others. */
export const leadsTo = (book: Book, id: string, to: Known): boolean => chainOf(book, id).includes(to)

export const homeIn = (known: Known): string => homeOf(known.id, known.doc)

/** Reads subjects that are not at hand, and those to whom they belong. */
export const readInto = async (book: Book, session: Session, ids: Iterable<string>): Promise<void> => {
  let claimers = await readSome(book, session, ids)
  for (let links = 0; links < LINKS && claimers.size > 0; links++)
    claimers = await readSome(book, session, claimers)
}

/** Answers who claimed them. */
const readSome = async (book: Book, session: Session, ids: Iterable<string>): Promise<Set<string>> => {
  const missing = new Set<string>()
  const claimers = new Set<string>()
  const follow = ({ doc }: Known) => {
    if (doc.claim?.value) claimers.add(doc.claim.value)
  }
  for (const id of ids) {
    const known = find(book, id)
    if (known) follow(known)
    else missing.add(id)
  }
  if (missing.size > 0) for (const row of await readSubjects(session, [...missing])) follow(enter(book, row))
  return claimers
}

export const toRow = (known: Known): SubjectRow => ({
  id: known.id,
  claimed_by: known.doc.claim?.value ?? null,
  home_account: homeIn(known),
  doc: JSON.stringify(known.doc),
})

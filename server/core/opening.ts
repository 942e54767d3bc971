import type { Facts } from './facts.ts'
import { featureName, number, spoken, when } from './words.ts'

/** A sentence that a rep could say aloud: "Acme hit 100 of 100 records on Tuesday, four people are active." */
export function opening(facts: Facts, at: number): string {
  const clauses = [askedClause(facts, at), limitClause(facts, at), ...peopleClauses(facts)].filter(
    (clause) => clause !== null,
  )
  const [first = `${facts.company} is using the product`, ...rest] = clauses
  return `${[first, ...rest].join(', ')}.`
}

function askedClause({ askedAt, person, company }: Facts, at: number): string | null {
  if (askedAt === null) return null
  const who = person === null || person === company ? company : `${person} at ${company}`
  return `${who} asked to talk to sales ${when(askedAt, at)}`
}

function limitClause({ limit, company, askedAt }: Facts, at: number): string | null {
  if (!limit || limit.ratio < 0.8) return null
  const who = askedAt === null ? company : 'they'
  const verb = limit.ratio >= 1 ? 'hit' : 'reached'
  return `${who} ${verb} ${number(limit.used)} of ${number(limit.max)} ${limit.name} ${when(limit.time, at)}`
}

function peopleClauses({ active, pricing, feature }: Facts): string[] {
  const clauses: string[] = []
  if (active > 0) clauses.push(`${spoken(active)} ${active === 1 ? 'person is' : 'people are'} active`)
  if (pricing > 0) clauses.push(`${spoken(pricing)} looked at pricing`)
  if (feature !== null) clauses.push(`${featureName(feature)} was tried`)
  return clauses
}

import type { Facts } from './facts.ts'
import { featureName } from './feature-name.ts'
import { capitalised } from './template.ts'
import { number, spoken, when } from './words.ts'

/**
 * What a rep could say aloud: "Acme hit 100 of 100 records on Tuesday, four people are active and two looked at
 * pricing."
 */
export function opening(facts: Facts, at: number): string {
  if (facts.alone) return sentence([`${facts.company} ${listed(deeds(facts, at))}`])
  const asked = askedClause(facts, at)
  const clauses = clausesOf(facts, at)
  if (asked === null)
    return sentence(clauses.length > 0 ? clauses : [`${facts.company} is using the product`])
  return clauses.length > 0 ? `${sentence([asked])} ${sentence(clauses)}` : sentence([asked])
}

const sentence = (clauses: readonly string[]): string => `${listed(clauses)}.`

/** "a, b and c". */
function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** What the only person of an account did. */
function deeds({ askedAt, limit, pricing, feature }: Facts, at: number): string[] {
  const told: string[] = []
  if (askedAt !== null) told.push(`asked to talk to sales ${when(askedAt, at)}`)
  if (isNear(limit)) told.push(limitWords(limit, at))
  if (pricing > 0) told.push('looked at pricing')
  if (feature !== null) told.push(`tried ${featureName(feature)}`)
  return told.length > 0 ? told : ['is using the product']
}

function askedClause({ askedAt, person, company }: Facts, at: number): string | null {
  return askedAt === null
    ? null
    : `${person ?? 'Somebody'} at ${company} asked to talk to sales ${when(askedAt, at)}`
}

/** The first clause says whom it is about; after a request that is known. */
function clausesOf(facts: Facts, at: number): string[] {
  const { askedAt, company, limit, active, pricing, feature } = facts
  const who = askedAt === null ? company : 'They'
  const clauses: string[] = []
  const where = (): string => (clauses.length > 0 ? '' : askedAt === null ? ` at ${company}` : ' there')
  const begin = (clause: string): string => (clauses.length > 0 ? clause : capitalised(clause))
  if (isNear(limit)) clauses.push(`${who} ${limitWords(limit, at)}`)
  if (active > 0)
    clauses.push(begin(`${spoken(active)} ${active === 1 ? 'person is' : 'people are'} active${where()}`))
  if (pricing > 0)
    clauses.push(begin(`${spoken(pricing)}${people(pricing, active)}${where()} looked at pricing`))
  if (feature !== null) clauses.push(`${clauses.length > 0 ? 'somebody' : who} tried ${featureName(feature)}`)
  return clauses
}

/** Said once: "four people are active and two looked at pricing". */
function people(count: number, active: number): string {
  if (active > 0) return ''
  return count === 1 ? ' person' : ' people'
}

const NEAR = 0.8

const isNear = (limit: Facts['limit']): limit is NonNullable<Facts['limit']> =>
  limit !== null && limit.ratio >= NEAR

function limitWords({ limit, used, max, ratio, time }: NonNullable<Facts['limit']>, at: number): string {
  const verb = ratio > 1 ? 'used' : ratio === 1 ? 'hit' : 'reached'
  return `${verb} ${number(used)} of ${number(max)} ${featureName(limit)} ${when(time, at)}`
}

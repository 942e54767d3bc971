import type { EmailDomainLeaf, TraitLeaf } from '../wire/condition.ts'
import type { Json } from '../wire/event.ts'
import { type Atom, type Evidence, lasting } from './atom.ts'
import { plain, valueTest } from './event-test.ts'
import { domainOf, isFreeMail } from './free-mail.ts'
import { traitOf } from './member.ts'
import type { AccountDoc, MemberDoc, Stamp } from './types.ts'
import { number } from './words.ts'

/** What a person or account is: "role is admin". */
export function traitTest(leaf: TraitLeaf): Atom {
  const fits = traitFits(leaf)
  const trait = (member: MemberDoc, account: AccountDoc) => traitOf(member, account, leaf.trait)
  return {
    stands: (member, account) => lasting(fits(trait(member, account)?.value)),
    evidence: (member, account) => {
      const told = trait(member, account)
      return stateOf(`${leaf.trait} is ${said(told?.value)}`, told)
    },
    lacks: (member, account) => `${traitWanted(leaf)}, not ${said(trait(member, account)?.value)}`,
  }
}

/** What is so, and the event that said it last; what is only added up has none. */
export function stateOf(because: string, said?: Stamp): Evidence {
  if (!said) return { because, count: 1, firstAt: null, lastAt: null, events: [] }
  const { time, id, trust } = said
  return { because, count: 1, firstAt: time, lastAt: time, events: [{ time, id, trust }] }
}

/** "role is admin", "employees at least 10". */
export function traitWanted(leaf: TraitLeaf): string {
  if ('is' in leaf) return `${leaf.trait} is ${String(leaf.is)}`
  if ('in' in leaf) return `${leaf.trait} is one of ${leaf.in.slice(0, SAID).join(', ')}`
  if ('known' in leaf) return `${leaf.trait} ${leaf.known ? 'known' : 'unknown'}`
  return 'atLeast' in leaf
    ? `${leaf.trait} at least ${number(leaf.atLeast)}`
    : `${leaf.trait} at most ${number(leaf.atMost)}`
}

/** A list of target accounts is not read out. */
const SAID = 8

export function traitFits(leaf: TraitLeaf): (value: Json | undefined) => boolean {
  if ('is' in leaf) return valueTest(leaf.is)
  if ('known' in leaf) return (value) => isKnown(value) === leaf.known
  return valueTest(leaf)
}

const isKnown = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== ''

export const said = (value: Json | undefined): string =>
  value === undefined || value === null || typeof value === 'object' ? 'unknown' : String(value)

/** Where somebody's e-mail address belongs. */
export function emailDomain({ emailDomain: wanted }: EmailDomainLeaf): Atom {
  const fits = domainFits(wanted)
  const domain = (member: MemberDoc, account: AccountDoc): string | null => {
    const email = traitOf(member, account, 'email')?.value
    return typeof email === 'string' ? domainOf(email) : null
  }
  const words = typeof wanted === 'string' ? `a ${wanted} e-mail address` : 'an address of a listed company'
  return {
    stands: (member, account) => {
      const theirs = domain(member, account)
      return lasting(theirs !== null && fits(theirs))
    },
    evidence: (member, account) =>
      stateOf(
        `E-mail at ${domain(member, account) ?? 'an unknown domain'}`,
        traitOf(member, account, 'email'),
      ),
    lacks: (member, account) => `${words}, not ${domain(member, account) ?? 'an unknown one'}`,
  }
}

function domainFits(wanted: EmailDomainLeaf['emailDomain']): (domain: string) => boolean {
  if (wanted === 'free') return isFreeMail
  if (wanted === 'business') return (domain) => !isFreeMail(domain)
  const listed = new Set<unknown>(wanted.map(plain))
  return (domain) => parentsOf(domain).some((one) => listed.has(one))
}

/** "mail.eu.acme.test" and what it lies in. */
function parentsOf(domain: string): string[] {
  const labels = domain.split('.')
  return labels.map((_, i) => labels.slice(i).join('.'))
}

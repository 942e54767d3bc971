import type { Model } from '../wire/model.ts'
import type { Facts } from './facts.ts'
import { featureName } from './feature-name.ts'
import { fill } from './template.ts'
import type { LeadDoc } from './types.ts'
import { number, spoken } from './words.ts'

export type Playbook = { readonly opener: string; readonly steps: readonly string[] }

/** The talk track for a lead: its route's own, else the one for the strongest thing that happened. */
export function playbookOf(lead: LeadDoc, facts: Facts, { playbooks }: Model): Playbook {
  const wanted = [lead.route, kindOf(lead, facts), 'default']
  const name = wanted.find((candidate) => Object.hasOwn(playbooks, candidate))
  const playbook = name === undefined ? undefined : playbooks[name]
  if (!playbook) return { opener: '', steps: [] }
  return { opener: fill(playbook.opener, valuesOf(lead, facts)), steps: playbook.steps }
}

/** Playbooks by what happened, the strongest first. */
export const KINDS = ['hand-raise', 'limit-hit', 'premium-attempted', 'team-expansion', 'default'] as const

function kindOf(lead: LeadDoc, facts: Facts): (typeof KINDS)[number] {
  if (lead.type === 'hand-raise') return 'hand-raise'
  if (facts.limit && facts.limit.ratio >= 1) return 'limit-hit'
  if (facts.feature !== null) return 'premium-attempted'
  return facts.invited || facts.users > 2 ? 'team-expansion' : 'default'
}

/** What an opening line may be filled with. */
export const PLACEHOLDERS = 'company where team name wrote limit used max feature users'.split(' ')

function valuesOf({ message }: LeadDoc, facts: Facts): Record<string, string | null> {
  const { company, alone, firstName, limit, feature, users } = facts
  return {
    company: alone ? 'your team' : company,
    where: alone ? null : `at ${company}`,
    team: teamOf(facts),
    name: firstName,
    wrote: message && quoted(message),
    limit: limit && featureName(limit.limit),
    used: limit && number(limit.used),
    max: limit && number(limit.max),
    feature: feature === null ? null : featureName(feature),
    users: users > 1 ? spoken(users) : null,
  }
}

/** Of a longer message its beginning is quoted. */
const QUOTED = 160

function quoted(message: string): string | null {
  const text = message.replaceAll(/\s+/g, ' ').trim()
  if (text === '') return null
  const said = text.length <= QUOTED ? text : `${text.slice(0, QUOTED).replace(/\s\S*$/, '')} …`
  return `you wrote: “${said}”${/[.!?…]$/.test(said) ? '' : '.'}`
}

/** A dozen can still be counted to their faces. */
const COUNTED = 12

function teamOf({ company, alone, users }: Facts): string | null {
  if (alone || users < 2) return null
  return users <= COUNTED ? `the ${spoken(users)} of you at ${company}` : `everybody at ${company}`
}

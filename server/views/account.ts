import { companyOf, personOf } from '../company.ts'
import { championsOf, departmentsOf } from '../core/champions.ts'
import { explainAccount } from '../core/explain-account.ts'
import { openLead } from '../core/lead.ts'
import { isoOrNull } from '../edge-values.ts'
import { leadIdOf } from '../lead-id.ts'
import type { AccountView } from '../wire/view.ts'
import { limitsOf, peopleOf, traitsOf } from './people.ts'
import { type Look, readAccount } from './read.ts'

const PEOPLE = 50

/** An account with its people, as of now. Null = nothing was ever counted there. */
export const viewAccount = async (look: Look, key: string): Promise<AccountView | null> => {
  const seen = await readAccount(look, key)
  if (!seen) return null
  const { account } = seen
  const people = peopleOf(look, seen, { lead: null, atMost: PEOPLE })
  const lead = openLead(account)
  const first = seen.members.values().next().value ?? null
  return {
    accountId: key,
    name: companyOf(key, account, first && personOf(first)),
    qualified: account.qualified,
    tier: account.tier,
    score: Math.max(0, ...people.map((person) => person.score)),
    users: account.sums.known,
    activeUsers: account.sums.active,
    qualifiedUsers: account.sums.qualified,
    traits: traitsOf(account.own),
    limits: limitsOf(seen),
    people,
    champions: championsOf(seen.members, look.engine),
    departments: departmentsOf(seen.members.values()),
    ...explainAccount(account, look.engine),
    nextChangeAt: isoOrNull(account.dueAt),
    leadId: lead && leadIdOf(key, lead.no),
  }
}

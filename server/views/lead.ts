import { companyOf, personOf } from '../company.ts'
import { factsOf } from '../core/facts.ts'
import { opening } from '../core/opening.ts'
import { playbookOf } from '../core/playbook.ts'
import { isoOf, ledgerEntry } from '../edge-values.ts'
import { isAnonymous, isReserved } from '../intake/subject-id.ts'
import { parseLeadId } from '../lead-id.ts'
import { findLead } from '../store/leads.ts'
import type { LeadView } from '../wire/view.ts'
import { reasonsOf, summarize } from './leads.ts'
import { limitsOf, peopleOf, traitsOf } from './people.ts'
import { type Look, readAccount, readLead } from './read.ts'
import { readTimeline } from './timeline.ts'

const PEOPLE = 25

/** Everything a rep needs before reaching out. Null = no such lead. */
export const viewLead = async (look: Look, id: string): Promise<LeadView | null> => {
  const place = parseLeadId(id)
  const row = place && (await findLead(look.store.db, place.account, place.no))
  const seen = row && (await readAccount(look, row.account))
  if (!row || !seen) return null
  const lead = readLead(row)
  const { key, account, members } = seen
  const champion = members.get(lead.subject) ?? null
  const about = { key, account, lead, champion }
  const named = {
    company: companyOf(key, account, champion),
    person: champion && personOf(champion),
    alone: isReserved(key),
  }
  const facts = factsOf({ ...named, account, members, lead }, look.engine)
  const { events, prompts } = await readTimeline(look, seen)
  return {
    ...summarize(look, about),
    summary: opening(facts, look.now),
    userId: isAnonymous(lead.subject) ? null : lead.subject,
    ledger: reasonsOf(look, about).ledger.map(ledgerEntry),
    people: peopleOf(look, seen, { champion: lead.subject, atMost: PEOPLE }),
    limits: limitsOf(seen),
    timeline: events,
    prompts,
    playbook: copied(playbookOf(lead, facts, look.engine.model)),
    message: lead.message,
    history: lead.history.map((line) => ({ ...line, at: isoOf(line.at) })),
    undoable: lead.before !== null,
    traits: traitsOf(account.own, champion?.named, champion?.loose),
  }
}

const copied = ({ opener, steps }: { readonly opener: string; readonly steps: readonly string[] }) => ({
  opener,
  steps: [...steps],
})

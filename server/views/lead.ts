import { championOf, companyOf, greetedAs, personOf, replyTo } from '../company.ts'
import { championsOf, departmentsOf } from '../core/champions.ts'
import { explainAccount } from '../core/explain-account.ts'
import { factsOf } from '../core/facts.ts'
import { lapsesAt } from '../core/lapse.ts'
import { opening } from '../core/opening.ts'
import { playbookOf } from '../core/playbook.ts'
import type { LeadDoc, MemberDoc } from '../core/types.ts'
import { isoOf, isoOrNull, ledgerEntry, missingEntry } from '../edge-values.ts'
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
  const person = championOf(lead, champion)
  const named = {
    company: companyOf(key, account, person),
    person: greetedAs(lead, champion),
    alone: isReserved(key),
  }
  const facts = factsOf({ ...named, account, members, lead }, look.engine)
  const { events, prompts } = await readTimeline(look, seen, lead)
  const { ledger, missing } = reasonsOf(look, about)
  const isNewest = account.lead?.no === lead.no
  return {
    ...summarize(look, about),
    summary: opening(facts, look.now),
    userId: isAnonymous(lead.subject) ? null : lead.subject,
    ledger: ledger.map(ledgerEntry),
    missing: missing.map(missingEntry),
    dropsAt: isNewest ? isoOrNull(lapsesAt(seen, look.engine)) : null,
    people: peopleOf(look, seen, { lead, atMost: PEOPLE }),
    champions: championsOf(members, look.engine),
    departments: departmentsOf(members.values()),
    account: { qualified: account.qualified, ...explainAccount(account, look.engine) },
    limits: limitsOf(seen),
    timeline: events,
    prompts,
    playbook: copied(playbookOf(lead, facts, look.engine.model)),
    message: lead.message,
    replyTo: replyTo(lead, champion),
    history: lead.history.map((line) => historyLine(line, members, person)),
    undoable: lead.before !== null,
    traits: traitsOf(account.own, champion?.named, champion?.loose),
  }
}

/** Who asked for sales is a person of the account; the note names them. */
const historyLine = (
  { at, by, action, note }: LeadDoc['history'][number],
  members: ReadonlyMap<string, MemberDoc>,
  person: string | null,
): LeadView['history'][number] => {
  if (action !== 'asked for sales') return { at: isoOf(at), by, action, note }
  const member = members.get(note)
  const asker = (member && personOf(member)) ?? (isAnonymous(note) ? person : note)
  return { at: isoOf(at), by: asker ?? 'A visitor', action, note: '' }
}

const copied = ({ opener, steps }: { readonly opener: string; readonly steps: readonly string[] }) => ({
  opener,
  steps: [...steps],
})

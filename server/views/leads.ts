import { championOf, companyOf, reasonOf } from '../company.ts'
import { explain } from '../core/explain.ts'
import type { AccountDoc, Heat, LeadDoc, LedgerLine, MemberDoc, MissingLine } from '../core/types.ts'
import { whyNow } from '../core/why-now.ts'
import { isoOf, isoOrNull, pointsOf } from '../edge-values.ts'
import { leadIdOf } from '../lead-id.ts'
import { accountsByKey } from '../store/accounts.ts'
import { findLeads } from '../store/leads.ts'
import { membersByPair } from '../store/members.ts'
import { LEAD_STATUSES, type LeadSummary, OPEN_STATUSES } from '../wire/view.ts'
import { type Look, readLead, readMember } from './read.ts'

const AT_MOST = 500

export type LeadFilter = { readonly status: 'open' | 'closed' | 'all'; readonly historic: boolean }

/** Leads by urgency: what is due soonest, then the strongest; closed ones by when they closed. */
export const viewLeads = async (look: Look, filter: LeadFilter): Promise<LeadSummary[]> => {
  const statuses = LEAD_STATUSES.filter(
    (status) => filter.status === 'all' || OPEN_STATUSES.includes(status) === (filter.status === 'open'),
  )
  const rows = await findLeads(look.store.db, { statuses, historic: filter.historic, atMost: AT_MOST })
  const leads = rows.map((row) => ({ key: row.account, lead: readLead(row) }))
  const keys = [...new Set(leads.map(({ key }) => key))]
  await look.freshen({ accounts: keys })
  const accounts = await accountsByKey(look.store.db, keys)
  const champions = await membersByPair(
    look.store.db,
    leads.map(({ key, lead }) => [key, lead.subject]),
  )
  const summaries = leads.flatMap(({ key, lead }) => {
    const doc = accounts.get(key)
    if (!doc) return []
    const champion = champions.find((row) => row.account === key && row.subject === lead.subject)
    const about = {
      key,
      account: JSON.parse(doc) as AccountDoc,
      lead,
      champion: champion ? readMember(champion) : null,
    }
    return [summarize(look, about)]
  })
  return summaries.sort(byUrgency)
}

export type LeadFacts = {
  readonly key: string
  readonly account: AccountDoc
  readonly lead: LeadDoc
  readonly champion: MemberDoc | null
}

type Reasons = {
  readonly score: number
  readonly tier: string
  readonly ledger: readonly LedgerLine[]
  readonly missing: readonly MissingLine[]
  readonly reason: string
  readonly heat: Heat | null
}

/** Score and reasons: of now while the lead is open, as they were decided once it is closed. */
export const reasonsOf = ({ engine, now }: Look, { account, lead, champion }: LeadFacts): Reasons => {
  if (!champion || !OPEN_STATUSES.includes(lead.status))
    return {
      score: lead.score,
      tier: lead.tier,
      ledger: lead.reasons,
      missing: [],
      reason: reasonOf(lead, champion),
      heat: null,
    }
  const { score, tier, ledger, missing, heat } = explain(champion, account, engine, now)
  const why = whyNow({ member: champion, account, at: now }, ledger, engine)
  return { score, tier, ledger, missing, reason: reasonOf(lead, champion, why), heat }
}

export const summarize = (look: Look, facts: LeadFacts): LeadSummary => {
  const { key, account, lead, champion } = facts
  const { model } = look.engine
  const { score, tier, reason, heat } = reasonsOf(look, facts)
  return {
    id: leadIdOf(key, lead.no),
    accountId: key,
    company: companyOf(key, account, championOf(lead, champion)),
    status: lead.status,
    type: lead.type,
    tier,
    tierLabel: model.tiers.find((known) => known.name === tier)?.label ?? tier,
    score: pointsOf(score),
    heat,
    reason,
    users: account.sums.known,
    activeUsers: account.sums.active,
    route: lead.route,
    routeTo: model.routes.find((route) => route.id === lead.route)?.to ?? lead.route,
    owner: lead.owner,
    openedAt: isoOf(lead.openedAt),
    closedAt: isoOrNull(lead.closedAt),
    dueAt: isoOrNull(lead.dueAt),
    breached: lead.breachedAt !== null,
    snoozedUntil: isoOrNull(lead.snoozedUntil),
    verified: lead.verified,
    historic: lead.historic,
    generated: lead.generated,
  }
}

const byUrgency = (a: LeadSummary, b: LeadSummary): number =>
  (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999') ||
  b.score - a.score ||
  (a.openedAt < b.openedAt ? 1 : -1)

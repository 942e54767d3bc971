import { championOf, companyOf, reasonOf } from './company.ts'
import type { Decision, State } from './core/types.ts'
import { isoOf, isoOrNull, ledgerEntry, pointsOf } from './edge-values.ts'
import { isAnonymous } from './intake/subject-id.ts'
import { leadIdOf } from './lead-id.ts'
import { type LeadMessage, MESSAGE_TYPES } from './wire/message.ts'

/** What sales is told about a decision: all of it as it stood at that instant. Null when it concerns no lead. */
export const messageOf = (decision: Decision, state: State, publicUrl: string): LeadMessage | null => {
  const { lead, account } = decision
  const type = MESSAGE_TYPES.find((known) => known === decision.kind)
  if (!lead || !type) return null
  const leadId = leadIdOf(account, lead.no)
  const champion = state.members.get(lead.subject) ?? null
  return {
    type,
    timestamp: isoOf(decision.at),
    data: {
      leadId,
      accountId: account,
      company: companyOf(account, state.account, championOf(lead, champion)),
      userId: isAnonymous(lead.subject) ? null : lead.subject,
      status: lead.status,
      score: pointsOf(lead.score),
      tier: lead.tier,
      reason: reasonOf(lead, champion),
      reasons: lead.reasons.map(ledgerEntry),
      owner: lead.owner,
      dueAt: isoOrNull(lead.dueAt),
      url: leadUrl(publicUrl, leadId),
      verified: lead.verified,
      message: lead.message,
    },
  }
}

/** The lead in the inbox. */
export const leadUrl = (publicUrl: string, leadId: string): string =>
  `${publicUrl.replace(/\/$/, '')}/inbox#/lead/${encodeURIComponent(leadId)}`

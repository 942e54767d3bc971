import { championOf, companyOf, nameOf, reasonOf, replyTo, roleOf } from './company.ts'
import { championsOf, departmentsOf } from './core/champions.ts'
import type { Engine } from './core/engine.ts'
import { ASKED } from './core/lead.ts'
import type { Decision, LeadDoc, MemberDoc, State } from './core/types.ts'
import { isoOf, isoOrNull, ledgerEntry, pointsOf } from './edge-values.ts'
import { isAnonymous } from './intake/subject-id.ts'
import { leadIdOf } from './lead-id.ts'
import { limitsOf, traitsOf } from './views/people.ts'
import { type LeadMessage, MESSAGE_TYPES } from './wire/message.ts'

type Told = {
  readonly decision: Decision
  readonly state: State
  readonly engine: Engine
  readonly publicUrl: string
}

/**
 * What sales is told about a decision: the lead as it stood at that instant, and who is in the account. Null when it
 * concerns no lead.
 */
export const messageOf = ({ decision, state, engine, publicUrl }: Told): LeadMessage | null => {
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
      ...contextOf(state, champion, engine),
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
      replyTo: replyTo(lead, champion),
      askedBy: isRequest(type, lead) ? askerOf(decision.subject, lead, champion) : null,
    },
  }
}

/** Whether the news is that somebody asked for sales, at first or once more: then it is the last that happened to the lead. */
const isRequest = (news: LeadMessage['type'], lead: LeadDoc): boolean => {
  if (news === 'lead.breached' || news === 'lead.closed') return false
  const last = lead.history.at(-1)?.action
  return last === ASKED || (last === 'opened' && lead.type === 'hand-raise')
}

/** A request that could not make the lead its own is not told under a name that nobody vouches for. */
const askerOf = (asker: string, lead: LeadDoc, champion: MemberDoc | null): string =>
  (asker === lead.subject ? championOf(lead, champion) : null) ?? 'Somebody'

/** What a rep wants to know of the account before reading on. */
const contextOf = ({ account, members }: State, champion: MemberDoc | null, engine: Engine) => {
  const plan = traitsOf(account.own, champion?.named, champion?.loose)['plan']
  return {
    plan: typeof plan === 'string' ? plan : null,
    users: account.sums.known,
    activeUsers: account.sums.active,
    limits: limitsOf({ account, members }),
    champions: championsOf(members, engine).map((userId) => {
      const member = members.get(userId)
      return { userId, name: member ? nameOf(member) : null, role: member ? roleOf(member) : null }
    }),
    departments: departmentsOf(members.values()),
  }
}

/** The lead in the inbox. */
export const leadUrl = (publicUrl: string, leadId: string): string =>
  `${publicUrl.replace(/\/$/, '')}/inbox#/lead/${encodeURIComponent(leadId)}`

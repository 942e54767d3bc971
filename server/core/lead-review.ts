import { isCounted, isForSales } from './account.ts'
import { closeLead, open, openLead, recount, rise, TIDEMARK, touch, wakeUp, write } from './lead.ts'
import { decide, isEvaluated, type Run } from './run.ts'
import type { LeadDoc, Subject, Summary } from './types.ts'

/** Wakes a snoozed lead and notes a broken promise, when their instants have come. */
export function tickLead(run: Run): void {
  const lead = openLead(run.state.account)
  if (!lead) return
  if (lead.status === 'snoozed' && lead.snoozedUntil !== null && lead.snoozedUntil <= run.at) wake(run, lead)
  if (lead.status !== 'open' || lead.breachedAt !== null || lead.dueAt === null || lead.dueAt > run.at) return
  lead.breachedAt = run.at
  touch(run, lead)
  decide(run, 'lead.breached', lead.subject, !lead.historic)
}

function wake(run: Run, lead: LeadDoc): void {
  wakeUp(lead)
  write(run, lead, { action: 'woke', note: '', by: TIDEMARK })
  decide(run, 'lead.updated', lead.subject, !lead.historic)
}

/** After every change: lapses, opens, or joins what is new to the open lead. */
export function review(run: Run): void {
  const { account } = run.state
  const lead = openLead(account)
  const isDue = account.sums.sales > 0
  if (!isForSales(account)) account.armed = true
  if (lead) {
    if (!isDue && mayLapse(lead)) closeLead(run, { status: 'lapsed', by: TIDEMARK, note: '' })
    else join(run, lead)
    return
  }
  if (!isDue || !account.armed || !account.live || !run.mayOpen) return
  if (account.coolUntil !== null && run.at < account.coolUntil) return
  const type = account.qualified ? 'pqa' : 'pql'
  const champion = championOf(run, ({ inApp }) => !inApp)
  if (champion !== null) open(run, { type, subject: champion, event: null })
}

/** Nobody worked on it, and nobody waits for an answer: an imported request is past. */
const mayLapse = (lead: LeadDoc): boolean =>
  lead.status === 'open' && (lead.type !== 'hand-raise' || lead.historic)

/** The best of those evaluated now who stand at the sales tier, and may carry a lead. */
function championOf(run: Run, mayCarry: (summary: Summary) => boolean = () => true): Subject | null {
  let best: Subject | null = null
  let score = Number.NEGATIVE_INFINITY
  for (let i = run.turnedAt; i < run.evaluated.length; i++) {
    const subject = run.evaluated[i] ?? ''
    const summary = run.state.members.get(subject)?.summary
    if (!summary?.sales || !isCounted(summary, run.engine)) continue
    if (best !== null && (summary.score < score || (summary.score === score && subject > best))) continue
    if (!mayCarry(summary)) continue
    best = subject
    score = summary.score
  }
  return best
}

/** New evidence: silent, unless it makes the lead a stronger kind. */
function join(run: Run, lead: LeadDoc): void {
  const { account, members } = run.state
  const rival = championOf(run)
  const rivalScore = rival === null ? Number.NEGATIVE_INFINITY : (members.get(rival)?.summary.score ?? 0)
  if (rival !== null && rivalScore > lead.score && lead.type !== 'hand-raise') lead.subject = rival
  const champion = isEvaluated(run, lead.subject) ? members.get(lead.subject)?.summary : undefined
  if (champion && (champion.score !== lead.score || champion.tier !== lead.tier)) {
    recount(run, lead)
    touch(run, lead)
  }
  if (!account.qualified || !account.live || lead.type !== 'pql' || run.turnedAt === run.evaluated.length)
    return
  const kind = rise(run, lead, 'pqa')
  write(run, lead, { action: 'became an account lead', note: '', by: TIDEMARK })
  decide(run, kind, lead.subject, !lead.historic)
}

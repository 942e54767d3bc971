import type { LeadSummary } from '../../wire/view.ts'
import { useInbox } from '../state/inbox.ts'
import { isOpen, STATUS, urgencyOf } from '../state/queue.ts'
import { exact, relative, soon, timeLeft } from '../words/time.ts'
import { Icon } from './Icon.tsx'

/** What is left of the lead's SLA, or why no clock runs; of a closed lead how and when it ended. */
export const TimeLeft = ({ lead }: { lead: LeadSummary }) => {
  const now = useInbox().now.value
  if (lead.status === 'snoozed' && lead.snoozedUntil) {
    const until = Date.parse(lead.snoozedUntil)
    return (
      <time class="time-left" dateTime={lead.snoozedUntil} title={exact(until)}>
        Until {soon(until)}
      </time>
    )
  }
  if (lead.closedAt !== null) {
    const closed = Date.parse(lead.closedAt)
    return (
      <time class="time-left" dateTime={lead.closedAt} title={exact(closed)}>
        {STATUS[lead.status].label} {relative(closed, now)}
      </time>
    )
  }
  const urgency = urgencyOf(lead, now)
  if (!isOpen(lead) || lead.dueAt === null || urgency === 'contacted') {
    const opened = Date.parse(lead.openedAt)
    const words = lead.status === 'contacted' ? STATUS.contacted.label : relative(opened, now)
    return (
      <time class="time-left" dateTime={lead.openedAt} title={`Opened ${exact(opened)}`}>
        {words}
      </time>
    )
  }
  const due = Date.parse(lead.dueAt)
  return (
    <time class="time-left" data-urgency={urgency} dateTime={lead.dueAt} title={`Due ${exact(due)}`}>
      <Icon name={urgency === 'overdue' ? 'warning' : 'clock'} />
      {lead.breached && due > now ? 'Overdue' : timeLeft(due, now)}
    </time>
  )
}

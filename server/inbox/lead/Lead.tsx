import { useEffect, useRef } from 'preact/hooks'
import type { LeadSummary, LeadView } from '../../wire/view.ts'
import { Icon } from '../parts/Icon.tsx'
import { Failed, Skeleton } from '../parts/States.tsx'
import { Tier } from '../parts/Tier.tsx'
import { TimeLeft } from '../parts/TimeLeft.tsx'
import { When } from '../parts/When.tsx'
import { closeLead } from '../shell/keyboard.ts'
import { useInbox } from '../state/inbox.ts'
import { STATUS } from '../state/queue.ts'
import { count } from '../words/names.ts'
import { Actions } from './Actions.tsx'
import { Disqualify } from './Disqualify.tsx'
import { Facts } from './Facts.tsx'
import { History } from './History.tsx'
import { Limits } from './Limits.tsx'
import { Message } from './Message.tsx'
import { Notices } from './Notices.tsx'
import { Outcome } from './Outcome.tsx'
import { People } from './People.tsx'
import { Prompts } from './Prompts.tsx'
import { Reasons } from './Reasons.tsx'
import { TalkTrack } from './TalkTrack.tsx'
import { Timeline } from './Timeline.tsx'

const Back = () => {
  const inbox = useInbox()
  return (
    <button type="button" class="button icon-only lead-back" onClick={() => closeLead(inbox)}>
      <Icon name="back" />
      <span class="hidden">Back to the queue</span>
    </button>
  )
}

const Head = ({ lead }: { lead: LeadSummary }) => (
  <header class="lead-head">
    <Back />
    <div class="lead-title">
      <h1 tabIndex={-1}>
        <bdi title={`Account ${lead.accountId}`}>{lead.company}</bdi>
      </h1>
      <p class="lead-sub">
        <span class="badge" data-status={lead.status}>
          {STATUS[lead.status].label}
        </span>
        <Tier lead={lead} />
        <span>{count(lead.score, 'point')}</span>
        {/* The badge says how it stands; here is only since when. */}
        {lead.closedAt !== null && <When at={lead.closedAt} />}
        {lead.closedAt === null && lead.status !== 'contacted' && <TimeLeft lead={lead} />}
      </p>
    </div>
    <Actions lead={lead} />
  </header>
)

const Body = ({ lead }: { lead: LeadView }) => (
  <div class="lead-body">
    <div class="lead-main">
      <Notices lead={lead} />
      <p class="lead-summary">
        <bdi>{lead.summary}</bdi>
      </p>
      {lead.message !== null && <Message text={lead.message} />}
      <Reasons lead={lead} />
      <TalkTrack lead={lead} />
      <Timeline lead={lead} />
    </div>
    <aside class="lead-side" aria-label="About the account">
      <Facts lead={lead} />
      <Limits limits={lead.limits} />
      <People lead={lead} />
      <Prompts prompts={lead.prompts} />
      <History lead={lead} />
    </aside>
  </div>
)

/** The third column: everything a rep needs before the call, with the evidence. */
export const Lead = () => {
  const inbox = useInbox()
  const opened = inbox.leads.opened.value
  const scroller = useRef<HTMLElement>(null)
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [opened?.id])
  if (!opened) return null
  const { summary, view, failure, id } = opened
  return (
    <article class="lead" aria-label={summary?.company ?? 'Lead'} ref={scroller} key={id}>
      {!summary && <h1 class="hidden">Lead</h1>}
      {summary ? (
        <Head lead={summary} />
      ) : (
        <header class="lead-head bare">
          <Back />
        </header>
      )}
      {view && <Body lead={view} />}
      {!view && failure && <Failed error={failure} onRetry={() => inbox.leads.open(id)} />}
      {!view && !failure && <Skeleton rows={5} label="Loading the lead" />}
      {summary && inbox.dialog.value === 'disqualify' && <Disqualify lead={summary} />}
      {summary && inbox.dialog.value === 'outcome' && <Outcome lead={summary} />}
    </article>
  )
}

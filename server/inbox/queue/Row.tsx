import { useComputed } from '@preact/signals'
import type { LeadSummary } from '../../wire/view.ts'
import { Heat } from '../parts/Heat.tsx'
import { Tier } from '../parts/Tier.tsx'
import { TimeLeft } from '../parts/TimeLeft.tsx'
import { useInbox } from '../state/inbox.ts'
import { leadHref } from '../state/route.ts'
import { count, initialsOf, nameOf } from '../words/names.ts'

const OwnerMark = ({ lead }: { lead: LeadSummary }) => {
  const { me } = useInbox()
  if (lead.owner === null) return null
  const name = nameOf(lead.owner)
  return (
    <span class="row-owner" title={lead.owner}>
      <span class="avatar tiny" aria-hidden="true">
        {initialsOf(name)}
      </span>
      {lead.owner === me.value ? 'You' : name}
    </span>
  )
}

/** One lead in one glance: who, why now, how urgent. */
export const Row = ({ lead }: { lead: LeadSummary }) => {
  const { leads, fresh } = useInbox()
  // Computed, so that opening a lead renders two rows anew and not all of them.
  const isOpen = useComputed(() => leads.opened.value?.id === lead.id)
  const isFresh = useComputed(() => fresh.value.has(lead.id))
  return (
    <a
      class="row"
      href={leadHref(lead.id)}
      data-lead={lead.id}
      data-fresh={isFresh.value}
      aria-current={isOpen.value ? 'true' : undefined}
    >
      <span class="row-top">
        <bdi class="row-company">{lead.company}</bdi>
        {isFresh.value && <span class="badge accent">New</span>}
        <TimeLeft lead={lead} />
      </span>
      <bdi class="row-reason">{lead.reason}</bdi>
      <span class="row-meta">
        <Tier lead={lead} />
        {/* A tier for sales is hot by itself: only what is not is news. */}
        {lead.heat?.word !== 'hot' && <Heat lead={lead} />}
        <span title={count(lead.users, 'user')}>
          {lead.users === 0 ? 'A visitor' : `${lead.activeUsers} of ${lead.users} active`}
        </span>
        {!lead.verified && <span class="unverified">Not verified</span>}
        <OwnerMark lead={lead} />
      </span>
    </a>
  )
}

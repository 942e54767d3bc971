import type { LeadSummary } from '../../wire/view.ts'
import { Icon } from './Icon.tsx'

/** How strong the lead is, in a word. Whoever asked to talk is a lead at any score: that is said instead. */
export const Tier = ({ lead }: { lead: LeadSummary }) =>
  lead.type === 'hand-raise' ? (
    <span class="tier asked">
      <Icon name="message" />
      Asked to talk
    </span>
  ) : (
    <span class="tier">{lead.tierLabel}</span>
  )

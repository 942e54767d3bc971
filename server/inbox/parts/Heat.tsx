import type { LeadSummary } from '../../wire/view.ts'

const WORDS = { hot: 'Hot', warm: 'Warm', cold: 'Cold' } as const

/** How soon somebody wants a person, in a word; why, on hover. Nothing of a closed lead. */
export const Heat = ({ lead: { heat } }: { lead: LeadSummary }) =>
  heat && (
    <span class="heat" data-heat={heat.word} title={heat.because}>
      {WORDS[heat.word]}
    </span>
  )

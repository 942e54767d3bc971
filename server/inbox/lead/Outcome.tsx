import { useSignal } from '@preact/signals'
import type { LeadActionBody, LeadSummary } from '../../wire/view.ts'
import { Modal, ModalFoot } from '../parts/Modal.tsx'
import { useInbox } from '../state/inbox.ts'
import { fieldOf } from './field-of.ts'

const bodyOf = (data: FormData): LeadActionBody => {
  const [outcome, amount, reason, note] = ['outcome', 'amount', 'reason', 'note'].map((n) => fieldOf(data, n))
  return {
    outcome: outcome === 'lost' ? 'lost' : 'won',
    ...(amount && { amount: Number(amount) }),
    ...(reason && { reason }),
    ...(note && { note }),
  }
}

/** Closes the lead. Won and lost deals are what later shows which signals predict. */
export const Outcome = ({ lead }: { lead: LeadSummary }) => {
  const inbox = useInbox()
  const outcome = useSignal<'won' | 'lost'>('won')
  const choice = (value: 'won' | 'lost', label: string) => (
    <label class="check">
      <input
        type="radio"
        name="outcome"
        value={value}
        checked={outcome.value === value}
        autofocus={value === 'won'}
        onChange={() => (outcome.value = value)}
      />
      {label}
    </label>
  )
  return (
    <Modal title="How did it end?" onClose={() => (inbox.dialog.value = null)}>
      <form
        method="dialog"
        onSubmit={(event) => {
          const body = bodyOf(new FormData(event.currentTarget))
          void inbox.act(lead, { action: 'outcome', body })
        }}
      >
        <fieldset class="choices">
          <legend>
            <bdi class="muted">{lead.company}</bdi>
          </legend>
          {choice('won', 'Won: they bought')}
          {choice('lost', 'Lost: they decided against it')}
        </fieldset>
        {outcome.value === 'won' ? (
          <label class="field">
            <span>
              Amount a year <span class="muted">(optional)</span>
            </span>
            <input name="amount" type="number" min={0} step="any" inputMode="decimal" />
          </label>
        ) : (
          <label class="field">
            <span>
              Reason <span class="muted">(optional)</span>
            </span>
            <input name="reason" type="text" maxLength={200} />
          </label>
        )}
        <label class="field">
          <span>
            Note <span class="muted">(optional)</span>
          </span>
          <textarea name="note" rows={2} maxLength={1000} />
        </label>
        <ModalFoot label={outcome.value === 'won' ? 'Mark as won' : 'Mark as lost'} />
      </form>
    </Modal>
  )
}

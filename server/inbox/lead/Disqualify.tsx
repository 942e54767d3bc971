import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { DISQUALIFY_REASONS, LeadSummary } from '../../wire/view.ts'
import { Modal, ModalFoot } from '../parts/Modal.tsx'
import { useInbox } from '../state/inbox.ts'
import { fieldOf } from './field-of.ts'

const REASONS: Readonly<Record<(typeof DISQUALIFY_REASONS)[number], string>> = {
  student: 'Student or school project',
  competitor: 'Competitor',
  budget: 'No budget',
  'support request': 'Support request, not a purchase',
  'too small': 'Too small',
  'not a fit': 'Not a fit',
  other: 'Something else',
}

/** Asks why, because the reasons become proposals for a better rule. */
export const Disqualify = ({ lead }: { lead: LeadSummary }) => {
  const inbox = useInbox()
  const isWanted = useSignal(false)
  const id = useId()
  // In the page's own words and place: a browser's bubble is gone before it is read, and some show none.
  const onInvalid = (event: Event & { currentTarget: HTMLFieldSetElement }) => {
    event.preventDefault()
    isWanted.value = true
    event.currentTarget.querySelector('input')?.focus()
  }
  const onSubmit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const data = new FormData(event.currentTarget)
    const note = fieldOf(data, 'note')
    void inbox.act(lead, {
      action: 'disqualify',
      body: { reason: fieldOf(data, 'reason'), ...(note && { note }) },
    })
  }
  return (
    <Modal title="Why is this not a lead?" onClose={() => (inbox.dialog.value = null)}>
      <form method="dialog" onSubmit={onSubmit}>
        <fieldset
          class="choices"
          aria-describedby={id}
          onInvalidCapture={onInvalid}
          onChange={() => (isWanted.value = false)}
        >
          <legend>
            <bdi class="muted">{lead.company}</bdi>
          </legend>
          {Object.entries(REASONS).map(([reason, label], at) => (
            <label class="check" key={reason}>
              <input type="radio" name="reason" value={reason} required autofocus={at === 0} />
              {label}
            </label>
          ))}
          <span id={id} role="alert">
            {isWanted.value && <span class="field-mistake">Choose a reason.</span>}
          </span>
        </fieldset>
        <label class="field">
          <span>
            Note <span class="muted">(optional)</span>
          </span>
          <textarea name="note" rows={2} maxLength={1000} />
        </label>
        <ModalFoot label="Disqualify lead" />
      </form>
    </Modal>
  )
}

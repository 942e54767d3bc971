import type { LeadSummary } from '../../wire/view.ts'
import { Menu } from '../parts/Menu.tsx'
import { keepFocus } from '../shell/focus.ts'
import { type Inbox, useInbox } from '../state/inbox.ts'
import type { Action } from '../state/predict.ts'
import { isOpen } from '../state/queue.ts'
import { nameOf } from '../words/names.ts'
import { snoozeChoices, soon } from '../words/time.ts'

type Props = { readonly lead: LeadSummary }

/** The button of an action that was done gives its place to the next one. */
const perform = (inbox: Inbox, lead: LeadSummary, action: Action) => {
  void inbox.act(lead, action)
  keepFocus()
}

const Claim = ({ lead }: Props) => {
  const inbox = useInbox()
  if (lead.owner === inbox.me.value) return null
  const isTaken = lead.owner !== null
  return (
    <button
      type="button"
      class={isTaken ? 'button' : 'button primary'}
      aria-keyshortcuts="c"
      onClick={() => perform(inbox, lead, { action: 'claim', body: {} })}
    >
      {isTaken ? `Take over from ${nameOf(lead.owner ?? '')}` : 'Claim lead'}
    </button>
  )
}

const Contact = ({ lead }: Props) => {
  const inbox = useInbox()
  if (lead.status === 'contacted') return null
  const isNext = lead.owner === inbox.me.value
  return (
    <button
      type="button"
      class={isNext ? 'button primary' : 'button'}
      aria-keyshortcuts="e"
      onClick={() => perform(inbox, lead, { action: 'contact', body: {} })}
    >
      Mark contacted
    </button>
  )
}

const Snooze = ({ lead }: Props) => {
  const inbox = useInbox()
  const items = snoozeChoices(inbox.now.value).map(({ label, until }) => ({
    label,
    hint: soon(until),
    run: () => perform(inbox, lead, { action: 'snooze', body: { until: new Date(until).toISOString() } }),
  }))
  return (
    <Menu
      label="Snooze"
      shortcut="s"
      items={items}
      isOpen={inbox.dialog.value === 'snooze'}
      onOpen={(open) => setSnooze(inbox, open)}
    />
  )
}

const setSnooze = ({ dialog }: Inbox, open: boolean) => {
  if (open) dialog.value = 'snooze'
  else if (dialog.value === 'snooze') dialog.value = null
}

/** What a rep can do with the lead now; the likely next step stands first and is the only filled button. */
export const Actions = ({ lead }: Props) => {
  const { dialog } = useInbox()
  if (!isOpen(lead)) return null
  return (
    <section class="actions" aria-label="Actions">
      <Claim lead={lead} />
      <Contact lead={lead} />
      <button
        type="button"
        class={lead.status === 'contacted' ? 'button primary' : 'button'}
        aria-keyshortcuts="o"
        onClick={() => (dialog.value = 'outcome')}
      >
        Won or lost
      </button>
      <Snooze lead={lead} />
      <button
        type="button"
        class="button"
        aria-keyshortcuts="d"
        onClick={() => (dialog.value = 'disqualify')}
      >
        Disqualify
      </button>
    </section>
  )
}

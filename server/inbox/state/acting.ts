import type { ReadonlySignal } from '@preact/signals'
import type { LeadSummary } from '../../wire/view.ts'
import type { Leads } from './leads.ts'
import { type Action, doneWords, failedWords } from './predict.ts'
import { asApiError } from './resource.ts'
import type { Toasts } from './toasts.ts'

export type Acting = {
  /** Shows the action as done, with Undo; if the server cannot be reached or refuses, takes it back and says so. */
  readonly act: (lead: LeadSummary, action: Action) => Promise<void>
  readonly undo: (lead: LeadSummary) => Promise<void>
}

export const createActing = (leads: Leads, toasts: Toasts, me: ReadonlySignal<string>): Acting => {
  const takeBack = async (lead: LeadSummary, undoing: Promise<void>) => {
    toasts.show({ tone: 'done', about: lead.id, text: `Put ${lead.company} back`, button: null })
    try {
      await undoing
    } catch (cause) {
      const text = `${failedWords(lead.company, 'undo')} ${asApiError(cause).message}`
      toasts.show({ tone: 'failed', about: lead.id, text, button: null })
    }
  }

  const act = async (lead: LeadSummary, action: Action) => {
    const text = doneWords(lead.company, action)
    toasts.show({
      tone: 'done',
      about: lead.id,
      text,
      button: { label: 'Undo', run: () => void takeBack(lead, leads.undoOwn(lead, me.value)) },
    })
    try {
      await leads.act(lead, action, me.value)
    } catch (cause) {
      const error = asApiError(cause)
      toasts.show({
        tone: 'failed',
        about: lead.id,
        text: `${failedWords(lead.company, action.action)} ${error.message}`,
        button: error.kind === 'refused' ? null : { label: 'Try again', run: () => void act(lead, action) },
      })
    }
  }
  return { act, undo: (lead) => takeBack(lead, leads.undo(lead)) }
}

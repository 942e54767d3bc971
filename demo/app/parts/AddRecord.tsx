import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Field } from './Field.tsx'
import { Icon } from './Icon.tsx'
import { Trouble } from './Trouble.tsx'
import { useForm } from './use-form.ts'

export type NewRecord = { name: string; company: string; email: string; stage: string }

/** The form for one customer. */
export const AddRecord = (props: { onAdd: (record: NewRecord) => Promise<void>; onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => dialog.current?.showModal(), [])
  const { onSubmit, isBusy, trouble } = useForm(['name', 'company', 'email', 'stage'], async (values) => {
    await props.onAdd(values)
    dialog.current?.close()
  })
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={`${id}-title`} onClose={props.onClose}>
      <form onSubmit={onSubmit}>
        <header class="dialog-head">
          <h2 id={`${id}-title`}>Add a customer</h2>
          <button
            class="quiet icon-only"
            type="button"
            aria-label="Close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        <Field label="Name" name="name" />
        <Field label="Company" name="company" />
        <Field label="E-mail" name="email" type="email" />
        <label class="field">
          Stage
          <select name="stage">
            {['Lead', 'Active', 'Regular', 'Quiet'].map((stage) => (
              <option key={stage}>{stage}</option>
            ))}
          </select>
        </label>
        <Trouble words={trouble} />
        <button class="button primary" type="submit" aria-disabled={isBusy}>
          Save record
        </button>
      </form>
    </dialog>
  )
}

import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { keepFocus } from '../shell/focus.ts'
import { Icon } from './Icon.tsx'

type Props = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
  readonly class?: string
}

/** A native modal dialog: the browser traps the focus, closes it on Escape and gives the focus back. */
export const Modal = ({ title, onClose, children, class: name = '' }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  // A layout effect, because a later one would open it after the autofocus was looked for.
  useLayoutEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      class={`modal ${name}`}
      aria-labelledby={id}
      onClose={() => {
        onClose()
        keepFocus()
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) event.currentTarget.close()
      }}
    >
      <div class="modal-inside">
        <header class="modal-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="button icon-only" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
            <span class="hidden">Close</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}

/** The two ways out of a form in a modal: back, or on. */
export const ModalFoot = ({ label, autofocus }: { label: string; autofocus?: true }) => (
  <div class="modal-foot">
    <button
      type="button"
      class="button"
      onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}
    >
      Cancel
    </button>
    <button type="submit" class="button primary" autofocus={autofocus}>
      {label}
    </button>
  </div>
)

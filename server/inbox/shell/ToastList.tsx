import { useEffect, useRef } from 'preact/hooks'
import { SECOND } from '../../wire/limits.ts'
import { Icon } from '../parts/Icon.tsx'
import { useInbox } from '../state/inbox.ts'
import type { Toast } from '../state/toasts.ts'
import { keepFocus } from './focus.ts'

const SHOWN_FOR = { done: 8 * SECOND, failed: 20 * SECOND } as const

const ToastItem = ({ toast }: { toast: Toast }) => {
  const { toasts } = useInbox()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stay = () => clearTimeout(timer.current)
  const leave = () => {
    stay()
    timer.current = setTimeout(() => toasts.hide(toast.id), SHOWN_FOR[toast.tone])
  }
  const close = () => {
    toasts.hide(toast.id)
    keepFocus()
  }
  useEffect(() => {
    leave()
    return stay
  }, [toast.id])
  return (
    <li
      class="toast"
      data-tone={toast.tone}
      onPointerEnter={stay}
      onPointerLeave={leave}
      onFocusCapture={stay}
      onBlurCapture={leave}
    >
      <Icon name={toast.tone === 'done' ? 'check' : 'warning'} />
      <bdi class="toast-text">{toast.text}</bdi>
      {toast.button && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            close()
            toast.button?.run()
          }}
        >
          {toast.button.label}
        </button>
      )}
      <button type="button" class="button icon-only" onClick={close}>
        <Icon name="close" />
        <span class="hidden">Dismiss</span>
      </button>
    </li>
  )
}

/** What was just done or failed, with its way back; stays while it is pointed at or focused. */
export const ToastList = () => {
  const { list } = useInbox().toasts
  return (
    <section class="toasts" aria-label="Notifications" aria-live="polite">
      <ul>
        {list.value.map((toast) => (
          <ToastItem toast={toast} key={toast.id} />
        ))}
      </ul>
    </section>
  )
}

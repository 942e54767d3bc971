import { type ReadonlySignal, signal } from '@preact/signals'

export type Toast = {
  readonly id: number
  readonly tone: 'done' | 'failed'
  readonly text: string
  readonly button: { readonly label: string; readonly run: () => void } | null
}

export type Toasts = {
  readonly list: ReadonlySignal<readonly Toast[]>
  readonly show: (toast: Omit<Toast, 'id'>) => number
  readonly hide: (id: number) => void
  /** Presses the newest toast's Undo, for the keyboard; false when there is none. */
  readonly undo: () => boolean
}

const AT_MOST = 3

export const createToasts = (): Toasts => {
  const list = signal<readonly Toast[]>([])
  let last = 0
  const hide = (id: number) => {
    list.value = list.value.filter((toast) => toast.id !== id)
  }
  return {
    list,
    hide,
    show(toast) {
      last += 1
      list.value = [...list.value, { ...toast, id: last }].slice(-AT_MOST)
      return last
    },
    undo() {
      const toast = list.value.findLast(({ button }) => button?.label === 'Undo')
      toast?.button?.run()
      return toast !== undefined
    },
  }
}

import { type ReadonlySignal, signal } from '@preact/signals'

export type Toast = {
  readonly id: number
  readonly tone: 'done' | 'failed'
  readonly text: string
  /** What it tells about: a newer toast about the same takes its place, because Undo takes back the last step only. */
  readonly about: string
  readonly button: { readonly label: string; readonly run: () => void } | null
}

export type Toasts = {
  readonly list: ReadonlySignal<readonly Toast[]>
  readonly show: (toast: Omit<Toast, 'id'>) => void
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
      const others = list.value.filter(({ about }) => about !== toast.about)
      list.value = [...others, { ...toast, id: last }].slice(-AT_MOST)
    },
    undo() {
      const toast = list.value.findLast(({ button }) => button?.label === 'Undo')
      if (!toast) return false
      hide(toast.id)
      toast.button?.run()
      return true
    },
  }
}

import type { Listeners, OpenOverlay, Overlay } from './overlay.ts'

export type Show = ReturnType<typeof createShow>

/** The only door to prompt/: its chunk is fetched when a prompt is due, or while the page is idle when one is near. */
export const createShow = () => {
  let loading: Promise<{ open: OpenOverlay }> | undefined
  /** The latest overlay, also while its chunk is still on the way. */
  let current: { close: () => void } | undefined

  const load = () => {
    loading ??= import('./prompt/open.ts').catch((cause: unknown) => {
      // A network that failed once may work the next time.
      loading = undefined
      throw cause
    })
    return loading
  }
  const close = () => {
    current?.close()
    current = undefined
  }
  return {
    close,
    preload: () => {
      const soon = globalThis.requestIdleCallback ?? setTimeout
      soon(() => void load().catch(() => {}))
    },
    /** Takes the place of what is open. Rejects when the chunk cannot be fetched. */
    async open(overlay: Overlay, listeners: Omit<Listeners, 'loadForm'>) {
      close()
      const mine = { close: () => {} }
      current = mine
      const { open } = await load()
      // Closed, or replaced, before it could open.
      if (current !== mine) return
      const opened = open(overlay, { ...listeners, loadForm: () => import('./form/form.ts') })
      mine.close = () => opened.close()
    },
  }
}

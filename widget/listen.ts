/** Listens to an event of the page. Returns its undo. */
export type Listen = (
  target: EventTarget,
  name: string,
  heard: (event: Event) => unknown,
  options?: AddEventListenerOptions,
) => () => void

/** Listeners of ours that throw would show up as the page's own errors: their trouble goes elsewhere. */
export const listenWith =
  (onTrouble: (cause: unknown) => void): Listen =>
  (target, name, heard, options) => {
    const guarded = (event: Event) => {
      try {
        heard(event)
      } catch (cause) {
        onTrouble(cause)
      }
    }
    target.addEventListener(name, guarded, options)
    return () => target.removeEventListener(name, guarded, options)
  }

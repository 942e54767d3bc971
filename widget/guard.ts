/** Wraps a call so that what it throws never reaches the page; then it answers `instead`. */
export type Guard = <Args extends unknown[], Result>(
  call: (...args: Args) => Result,
  instead?: Result,
) => (...args: Args) => Result

export const createGuard =
  (onTrouble: (cause: unknown) => void): Guard =>
  (call, instead) =>
  (...args) => {
    try {
      return call(...args)
    } catch (cause) {
      onTrouble(cause)
      return instead as ReturnType<typeof call>
    }
  }

/** Listens to an event of the page. Returns its undo. */
export type Listen = (
  target: EventTarget,
  name: string,
  heard: (event: Event) => unknown,
  options?: AddEventListenerOptions | boolean,
) => () => void

/** Listeners of ours that throw would show up as the page's own errors. */
export const createListen =
  (guard: Guard): Listen =>
  (target, name, heard, options) => {
    const guarded = guard(heard)
    target.addEventListener(name, guarded, options)
    return () => target.removeEventListener(name, guarded, options)
  }

/**
 * Keeps key events of the overlay from the host page's shortcuts (https://github.com/PostHog/posthog-js/issues/1911):
 * they stop at the window, on the way down, because hosts also listen on the document while capturing. What the
 * browser does by itself (typing, Enter on a link, Esc in a dialog) needs no listener and goes on.
 * A modal also keeps keys that are pressed while nothing has the focus. Returns its undo.
 */
export const shieldKeys = (host: HTMLElement, surface: HTMLElement): (() => void) => {
  const modal = surface instanceof HTMLDialogElement
  const shield = (event: KeyboardEvent) => {
    const path = event.composedPath()
    if (!path.includes(host) && !(modal && path[0] === document.body)) return
    event.stopImmediatePropagation()
    if (!modal && isEscape(event)) cancel(surface)
  }
  const types = ['keydown', 'keypress', 'keyup'] as const
  for (const type of types) addEventListener(type, shield, true)
  return () => {
    for (const type of types) removeEventListener(type, shield, true)
  }
}

/** Esc that ends the composition of a character is no wish to close. */
const isEscape = ({ type, key, isComposing }: KeyboardEvent): boolean =>
  type === 'keydown' && key === 'Escape' && !isComposing

/** Gives other surfaces the event that a dialog gets on Esc, unless the open menu takes it. */
const cancel = (surface: HTMLElement): void => {
  const menu = surface.querySelector('.menu[popover]')
  // Not by `:popover-open`, at which a browser without popovers throws.
  if (!menu?.getClientRects().length) surface.dispatchEvent(new Event('cancel'))
}

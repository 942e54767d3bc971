export const focusOn = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus()

/** After the next paint, when what the selector names is there. */
export const focusSoon = (selector: string): void => {
  requestAnimationFrame(() => focusOn(selector))
}

/**
 * When the button that was pressed goes away, the focus would fall back to the top of the page, and a screen reader
 * with it: the content takes it then.
 */
export const keepFocus = (): void => {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    const content = document.querySelector<HTMLElement>('.lead h1') ?? document.querySelector('main')
    content?.focus()
  })
}

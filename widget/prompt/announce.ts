/** Enough for the empty live region to be noticed, which is what makes a screen reader say what enters it. */
const SAID_AFTER = 100
/** Said by then; who reads on through the page need not meet it a second time. */
const FORGOTTEN_AFTER = 6000

/** Says lines in a live region, then empties it. Returns its undo. */
export const announce = (region: HTMLElement, lines: readonly string[]): (() => void) => {
  const say = (text: string) => {
    region.textContent = text
  }
  const timers = [setTimeout(say, SAID_AFTER, lines.join('\n')), setTimeout(say, FORGOTTEN_AFTER, '')]
  return () => timers.forEach(clearTimeout)
}

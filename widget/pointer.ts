/**
 * The event's name where a finger can touch the screen, and where only a mouse can. A page that listens to pointer
 * events is drawn anew for them (browsers keep regions of such listeners); to those of a mouse it listens for nothing.
 */
export const pointer = (what: 'down' | 'over') => (navigator.maxTouchPoints ? 'pointer' : 'mouse') + what

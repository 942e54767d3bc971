/**
 * Puts a banner's host element above the page, in the flow, so that everything moves down and nothing is covered.
 * It stands before `<body>`, where the page's own layout (flex, grid, padding, transforms) does not reach it.
 * Returns its undo, or null (and nothing is changed) where the page leaves no room, as a fixed full-screen app does.
 */
export const makeRoom = (host: HTMLElement): (() => void) | null => {
  if (!keepClear(host)) return null
  // Asked before anything changes: afterwards the browser would have to work out the page once more.
  const scrolls = pageScrolls()
  document.documentElement.insertBefore(host, document.body)
  const undoShrink = scrolls ? () => {} : shrinkPage(host)
  if (!undoShrink) {
    host.remove()
    return null
  }
  const refit = () => keepClear(host)
  addEventListener('resize', refit)
  return () => {
    removeEventListener('resize', refit)
    undoShrink()
  }
}

/** Fixed headers and side bars do not move with the flow: the banner stays clear of them. False: no room is left. */
const keepClear = (host: HTMLElement): boolean => {
  const { clientWidth: width, clientHeight: height } = document.documentElement
  const top = fixedAt(width / 2, 1)?.bottom ?? 0
  const left = fixedAt(1, top + 1)?.right ?? 0
  const right = width - (fixedAt(width - 1, top + 1)?.left ?? width)
  host.style.setProperty('--clear-top', `${top}px`)
  host.style.setProperty('--clear-sides', `0 ${right}px 0 ${left}px`)
  return top < height / 2 && left + right < width / 2
}

const fixedAt = (x: number, y: number): DOMRect | null => {
  let element = document.elementFromPoint(x, y)
  while (element && getComputedStyle(element).position !== 'fixed') element = element.parentElement
  return element?.getBoundingClientRect() ?? null
}

/** The body's overflow counts for the page as long as the root element has none of its own. */
const pageScrolls = (): boolean => {
  const root = getComputedStyle(document.documentElement).overflowY
  const overflow = root === 'visible' ? getComputedStyle(document.body).overflowY : root
  return overflow !== 'hidden' && overflow !== 'clip'
}

/** An app that fills the window and never scrolls gets a shorter body. Null: its content would be cut off all the same. */
const shrinkPage = (host: HTMLElement): (() => void) | null => {
  const { style, children } = document.body
  const { height, minHeight } = style
  const shrink = () => {
    style.height = `calc(100vh - ${host.offsetHeight}px)`
  }
  const observer = new ResizeObserver(shrink)
  const undo = () => {
    observer.disconnect()
    Object.assign(style, { height, minHeight })
  }
  style.minHeight = '0'
  shrink()
  observer.observe(host)
  const bottoms = [...children].map((child) => child.getBoundingClientRect().bottom)
  if (Math.max(...bottoms) <= innerHeight + 1) return undo
  undo()
  return null
}

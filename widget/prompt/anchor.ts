import { zoomOf } from './zoom.ts'

/** Between a popover and what it points at, and between it and the edge of the window. */
const GAP = 8

type Options = {
  readonly surface: HTMLElement
  readonly target: Element
  /** The target is gone, or nobody can see it any more. */
  readonly onGone: () => void
}

/**
 * Keeps a surface beside its target, wherever that moves: it scrolls with it, also inside other scrollers and shadow
 * roots, flips to the side with room, and hides while its target is scrolled out of sight. Returns its undo.
 *
 * CSS anchors cannot name an element of another tree, and no event tells of every way in which an element can move. So
 * this looks once a frame, and only while the target is in sight.
 */
export const followTarget = ({ surface, target, onGone }: Options): (() => void) => {
  let frame = 0
  const look = () => {
    const box = target.getBoundingClientRect()
    if (!isThere(target, box)) return onGone()
    place(surface, box)
    frame = requestAnimationFrame(look)
  }
  const observer = new IntersectionObserver(([entry]) => {
    cancelAnimationFrame(frame)
    if (!isThere(target, target.getBoundingClientRect())) return onGone()
    surface.style.visibility = entry?.isIntersecting ? '' : 'hidden'
    if (entry?.isIntersecting) look()
  })
  place(surface, target.getBoundingClientRect())
  observer.observe(target)
  return () => {
    observer.disconnect()
    cancelAnimationFrame(frame)
  }
}

const isThere = (target: Element, { width, height }: DOMRect): boolean =>
  target.isConnected && width + height > 0 && getComputedStyle(target).visibility === 'visible'

/** Below the target where there is room, else above, else where there is more; never beyond the window's edges. */
const place = (surface: HTMLElement, target: DOMRect): void => {
  const zoom = zoomOf(surface)
  const gap = GAP * zoom
  const { width, height } = surface.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const below = clientHeight - target.bottom
  const isBelow = below >= height + 2 * gap || below >= target.top
  const middle = target.left + target.width / 2 - width / 2
  const left = Math.max(gap, Math.min(middle, clientWidth - width - gap))
  const top = isBelow ? target.bottom + gap : target.top - height - gap
  const placed = {
    left: `${left / zoom}px`,
    top: `${Math.max(gap, Math.min(top, clientHeight - height - gap)) / zoom}px`,
  }
  Object.assign(surface.style, placed)
}

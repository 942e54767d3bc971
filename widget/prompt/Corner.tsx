import type { Handlers } from './Surface.tsx'
import { WORDS } from './words.ts'

type Props = { readonly reason: string; readonly on: Handlers }

/** The quiet menu and the close button. The browser itself opens the menu and closes it on Esc or a click elsewhere. */
export const Corner = ({ reason, on }: Props) => (
  <div class="corner">
    <button type="button" class="icon" aria-label={WORDS.more} popovertarget="menu">
      <svg class="dots" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" />
      </svg>
    </button>
    <div id="menu" class="menu" popover="auto" onBeforeToggle={besideButton}>
      <details>
        <summary>{WORDS.why}</summary>
        <p>{reason}</p>
      </details>
      <button type="button" onClick={on.onMute}>
        {WORDS.mute}
      </button>
    </div>
    <button type="button" class="icon" aria-label={WORDS.close} onClick={on.onClose}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="m4 4 8 8m0-8-8 8" />
      </svg>
    </button>
  </div>
)

/** Aligns the menu with its button's outer edge, on the side with more room. CSS anchors are too young for this. */
const besideButton = ({ currentTarget: menu }: { readonly currentTarget: HTMLElement }) => {
  const button = menu.previousElementSibling?.getBoundingClientRect()
  if (!button) return
  const rtl = getComputedStyle(menu).direction === 'rtl'
  const below = button.bottom < innerHeight / 2
  menu.style.insetInlineEnd = `${rtl ? button.left : document.documentElement.clientWidth - button.right}px`
  menu.style.insetBlock = below ? `${button.bottom}px auto` : `auto ${innerHeight - button.top}px`
  menu.style.maxBlockSize = `${(below ? innerHeight - button.bottom : button.top) - 8}px`
}

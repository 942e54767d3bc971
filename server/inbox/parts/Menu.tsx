import { useEffect, useId, useRef } from 'preact/hooks'
import { Icon } from './Icon.tsx'

export type MenuItem = { readonly label: string; readonly hint?: string; readonly run: () => void }
type Props = {
  readonly label: string
  readonly shortcut?: string
  readonly items: readonly MenuItem[]
  readonly isOpen: boolean
  readonly onOpen: (open: boolean) => void
}

const STEPS: Readonly<Record<string, (at: number, length: number) => number>> = {
  ArrowDown: (at, length) => (at + 1) % length,
  ArrowUp: (at, length) => (at - 1 + length) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
}

/** A button that opens a short list of choices (ARIA menu button pattern): arrows, Home, End, Escape, Tab. */
export const Menu = ({ label, shortcut, items, isOpen, onOpen }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const choices = () => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useEffect(() => {
    if (!isOpen) return undefined
    choices()[0]?.focus()
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [isOpen])

  const close = () => {
    onOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return onOpen(false)
    const all = choices()
    const at = all.findIndex((choice) => choice === document.activeElement)
    const step = STEPS[event.key]
    if (!step && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (step) all[step(at, all.length)]?.focus()
    else close()
  }

  return (
    <div class="menu" ref={box}>
      <button
        ref={button}
        type="button"
        class="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-keyshortcuts={shortcut}
        onClick={() => onOpen(!isOpen)}
      >
        {label}
        <Icon name="down" />
      </button>
      {isOpen && (
        <div class="menu-list" role="menu" id={id} aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close()
                item.run()
              }}
            >
              <span>{item.label}</span>
              {item.hint && <span class="menu-hint">{item.hint}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

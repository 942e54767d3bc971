import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Overlay } from '../overlay.ts'
import { reveal } from './reveal.ts'

type Props = {
  readonly format: Overlay['format']
  readonly titleId: string
  readonly bodyId: string
  /** Read out politely when a surface appears that takes no focus. */
  readonly news: readonly string[]
  readonly children: ComponentChildren
  readonly onShown: () => void
  readonly onEscape: () => void
  /** The browser closed a modal by itself. */
  readonly onClosed: () => void
}

/** The frame of each format: a native modal dialog, a popover in the corner, or a block above the page. */
export const Frame = (props: Props) =>
  props.format === 'modal' ? <Modal {...props} /> : <Aside {...props} />

const Modal = ({ titleId, bodyId, children, onShown, onEscape, onClosed }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useReveal(dialog, onShown)
  const escape = (event: Event) => {
    event.preventDefault()
    onEscape()
  }
  return (
    <dialog
      ref={dialog}
      class="surface modal"
      aria-labelledby={titleId}
      aria-describedby={bodyId}
      onCancel={escape}
      onClose={onClosed}
    >
      {children}
    </dialog>
  )
}

const Aside = ({ format, titleId, news, children, onShown, onEscape }: Props) => {
  const section = useRef<HTMLElement>(null)
  const shown = useReveal(section, onShown)
  return (
    <>
      <section
        ref={section}
        class={`surface ${format}`}
        popover={format === 'slide-in' ? 'manual' : undefined}
        aria-labelledby={titleId}
        onCancel={onEscape}
      >
        {children}
      </section>
      {shown && <News lines={news} />}
    </>
  )
}

/** Shows the surface as soon as it is rendered; true from when it is on the screen. */
const useReveal = (surface: { readonly current: HTMLElement | null }, onShown: () => void): boolean => {
  const [shown, setShown] = useState(false)
  useLayoutEffect(() => {
    if (!surface.current) return undefined
    return reveal(surface.current, () => {
      setShown(true)
      onShown()
    })
  }, [])
  return shown
}

/** A screen reader says what enters a live region that was there before, and need not meet it again when reading on. */
const News = ({ lines }: { readonly lines: readonly string[] }) => {
  const [said, say] = useState<readonly string[]>([])
  useEffect(() => {
    say(lines)
    const timer = setTimeout(() => say([]), 5000)
    return () => clearTimeout(timer)
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <output> belongs to a calculation, and is read less widely
    <div class="news" role="status">
      {said.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}

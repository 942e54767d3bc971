import type { OpenOverlay } from '../overlay.ts'
import { announce } from './announce.ts'
import { createAnswer } from './answer.ts'
import { createContact } from './contact.ts'
import { el } from './element.ts'
import { mount } from './mount.ts'
import { present } from './present.ts'
import { createSurface, type Handlers } from './surface.ts'
import { applyTheme, themeOf } from './theme.ts'
import { wordsOf } from './words.ts'

/**
 * Draws one overlay in a shadow root of its own; one that is still open gives way. It goes away by itself when the
 * reader chooses Later, close or "Don't show this again" (each reported once), follows a link, or when what it points
 * at is gone.
 *
 * Styles are read first, then everything is drawn, then it is shown: the browser works out the page once.
 */
export const open: OpenOverlay = (wanted, listeners) => {
  let stage: 'open' | 'closing' | 'gone' = 'open'
  let hush: (() => void) | undefined

  const remove = () => {
    close()
    if (stage === 'gone') return
    stage = 'gone'
    mounted.unmount()
  }
  const close = () => {
    if (stage !== 'open') return
    stage = 'closing'
    hush?.()
    void dismiss().then(remove)
  }
  let isSeen = false
  /** Told once: when it is painted, or answered, should that be first. */
  const see = () => {
    if (isSeen) return
    isSeen = true
    hush = news ? announce(news, [overlay.title, overlay.body]) : undefined
    listeners.onShown()
  }
  const end = (report: () => void) => () => {
    if (stage !== 'open') return
    close()
    report()
  }
  const answer = (report: () => void) => {
    const finish = end(report)
    return () => {
      if (stage === 'open') see()
      finish()
    }
  }
  const onClose = answer(() => listeners.onClose())
  const onGone = end(() => listeners.onGone?.())
  const on: Handlers = {
    onClose,
    onLater: answer(() => listeners.onLater()),
    onMute: answer(() => listeners.onMute()),
    onCancel: (event) => {
      event.preventDefault()
      if (!contact.leave()) onClose()
    },
    onAction: (action) => {
      if (stage !== 'open') return true
      see()
      const isTaken = listeners.onAction(action)
      if (action.kind === 'contact') void contact.open(action)
      else if (action.kind === 'ask-admin') sayAsked()
      else close()
      return isTaken
    },
  }
  const theme = themeOf(wanted.brand, wanted.target ?? document.documentElement)
  const mounted = mount(wanted, () => {
    onGone()
    remove()
  })
  const { host, root, format } = mounted
  const overlay = { ...wanted, format }
  const words = wordsOf(overlay)
  const surface = createSurface(overlay, on)
  const contact = createContact({ overlay, listeners, surface, onDone: onClose })
  const sayAsked = () => {
    const { pane, focus } = createAnswer({
      id: 'asked-title',
      title: words.asked,
      close: words.close,
      onClose,
    })
    surface.turnTo(pane)
    focus()
  }
  // What is part of the page is met on the way through it, and a modal takes the focus: neither needs announcing.
  const news = format === 'modal' || format === 'slot' ? null : el('div', { class: 'news', role: 'status' })
  applyTheme(host, root, theme)
  root.append(surface.frame, ...(news ? [news] : []))
  const dismiss = present(host, {
    surface: surface.frame,
    target: wanted.target ?? null,
    onGone,
    onShown: see,
  })
  return { close, isWriting: contact.isWriting, renew: (next) => surface.renew({ ...next, format }) }
}

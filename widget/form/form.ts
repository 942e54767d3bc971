import type { ContactMessage, Overlay, Sent } from '../overlay.ts'
import type { CreateElement } from '../prompt/element.ts'
import { createFields } from './fields.ts'
import css from './form.css?inline'
import { hasProblems, problemsIn } from './problems.ts'
import { wordsOf } from './words.ts'

type Options = {
  /** What draws the overlay, so that this chunk carries none of its own. */
  readonly el: CreateElement
  /** The element in the shadow root that it is drawn in. */
  readonly frame: HTMLElement
  readonly title: string
  readonly overlay: Overlay
  readonly send: (message: ContactMessage) => Promise<Sent>
  /** The message is taken, or safe here; `thanks` says who will answer. */
  readonly onSent: (thanks: { readonly title: string; readonly text: string }) => void
  readonly onBack: () => void
}

export type ContactForm = {
  readonly pane: HTMLElement
  /** Puts the focus where writing begins. */
  readonly focus: () => void
}

export { handOver } from './hand-over.ts'

/**
 * The contact form. What was typed lives in the fields themselves, and these stay until it is sent: going back or
 * failing to send loses nothing.
 */
export const createForm = (options: Options): ContactForm => {
  const { el, frame, title, overlay } = options
  const words = wordsOf(overlay)
  const fields = createFields(el, words, overlay.person)
  const submit = el('button', { class: 'primary' }, words.send)
  const problem = el('p', { class: 'problem', role: 'alert' })
  const elsewhere =
    overlay.elsewhere && el('a', { href: overlay.elsewhere.href, target: '_blank' }, overlay.elsewhere.label)
  let isSending = false
  adoptStyles(frame)

  const say = (sending: boolean, trouble = '') => {
    isSending = sending
    fields.fix(sending)
    submit.textContent = sending ? words.sending : words.again
    submit.setAttribute('aria-busy', String(sending))
    problem.textContent = trouble
    if (trouble && elsewhere) problem.append(' ', elsewhere)
  }
  const send = async (message: ContactMessage) => {
    say(true)
    const became = await options.send(message).catch((): Sent => 'unreachable')
    if (became === 'sent') options.onSent({ title: words.thanks, text: words.reply(message.email) })
    else say(false, became === 'refused' ? words.refused : words.failed)
  }
  const onSubmit = (event: Event) => {
    event.preventDefault()
    if (isSending) return
    const message = fields.read()
    const problems = problemsIn(message, words)
    fields.show(problems)
    if (hasProblems(problems)) fields.focus((name) => name in problems)
    else void send(message)
  }
  const back = el('button', { type: 'button', class: 'quiet', click: options.onBack }, words.back)
  const pane = el(
    'form',
    { class: 'pane', novalidate: true, submit: onSubmit },
    el('div', { class: 'copy' }, el('h2', { id: 'form-title' }, title)),
    fields.list,
    problem,
    el('div', { class: 'actions' }, submit, back),
  )
  return { pane, focus: () => fields.focus((name) => fields.read()[name] === '') }
}

const adoptStyles = (frame: HTMLElement): void => {
  const shadow = frame.getRootNode()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  if (shadow instanceof ShadowRoot) shadow.adoptedStyleSheets.push(sheet)
}

import type { ComponentChild, h as createElement } from 'preact'
import type { ContactMessage, Overlay } from '../overlay.ts'
import { createFields } from './fields.ts'
import css from './form.css?inline'
import { type Problems, problemsIn } from './problems.ts'

type Options = {
  /** The Preact that draws the overlay, so that this chunk carries none of its own. */
  readonly h: typeof createElement
  /** The element in the shadow root that it is drawn in. */
  readonly root: HTMLElement
  readonly title: string
  readonly person: Overlay['person']
  /** Who will answer, as far as it is known. */
  readonly team: string | undefined
  readonly redraw: () => void
  readonly send: (message: ContactMessage) => Promise<void>
  readonly onSent: () => void
  readonly onBack: () => void
  readonly onDone: () => void
}

export type ContactForm = {
  readonly draw: (hidden: boolean) => ComponentChild
  /** Puts the focus where writing begins. */
  readonly focus: () => void
}

/**
 * The contact form. What was typed lives in the fields themselves, and these stay until it is sent: going back or
 * failing to send loses nothing.
 */
export const createForm = (options: Options): ContactForm => {
  const { h, root, redraw } = options
  const fields = createFields(options)
  let stage: keyof typeof SUBMIT = 'editing'
  let problems: Problems = {}
  let sentFrom: string | null = null
  adoptStyles(root)

  const send = async (message: ContactMessage) => {
    stage = 'sending'
    redraw()
    try {
      await options.send(message)
      sentFrom = message.email
      options.onSent()
      root.querySelector<HTMLElement>('.thanks')?.focus()
    } catch {
      stage = 'failed'
      redraw()
    }
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (stage === 'sending') return
    const message = fields.read()
    problems = problemsIn(message)
    if (Object.keys(problems).length === 0) {
      void send(message)
    } else {
      redraw()
      fields.focus((name) => name in problems)
    }
  }
  /** Who was told of a problem sees at once when it is solved. */
  const recheck = () => {
    const now = Object.entries(problemsIn(fields.read()))
    problems = Object.fromEntries(now.filter(([name]) => name in problems))
    redraw()
  }
  const draw = (hidden: boolean) =>
    h(
      'form',
      { class: 'pane', hidden, noValidate: true, onSubmit: submit },
      h('div', { class: 'copy' }, h('h2', { id: 'form-title' }, options.title)),
      fields.draw(problems, stage === 'sending', recheck),
      h('p', { class: 'problem', role: 'alert' }, stage === 'failed' && FAILED),
      h(
        'div',
        { class: 'actions' },
        h('button', { class: 'primary', 'aria-busy': stage === 'sending' }, SUBMIT[stage]),
        h('button', { type: 'button', class: 'quiet', onClick: options.onBack }, 'Back'),
      ),
    )
  return {
    draw: (hidden) => (sentFrom === null ? draw(hidden) : drawThanks(options, sentFrom)),
    focus: () => fields.focus((name) => fields.read()[name] === ''),
  }
}

const SUBMIT = { editing: 'Send message', sending: 'Sending…', failed: 'Try again' } as const
const FAILED = 'Your message was not sent. It is still here: check your connection and try again.'

const drawThanks = ({ h, team, onDone }: Options, email: string): ComponentChild =>
  h(
    'div',
    { class: 'pane' },
    h(
      'div',
      { class: 'copy thanks', tabIndex: -1 },
      h('h2', { id: 'form-title' }, 'Thanks. '),
      h('p', null, `${team ? `Someone from ${team}` : 'Someone'} will reply to ${email}.`),
    ),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onClick: onDone }, 'Close'),
    ),
  )

const adoptStyles = (root: HTMLElement): void => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  const shadow = root.getRootNode()
  if (shadow instanceof ShadowRoot) shadow.adoptedStyleSheets.push(sheet)
}

import type { FunctionComponent } from 'preact'
import type { ContactMessage, Overlay } from '../overlay.ts'
import type { Kit } from '../prompt/contact.ts'
import { createFields } from './fields.ts'
import { type Problems, problemsIn } from './problems.ts'

type Props = {
  readonly titleId: string
  readonly title: string
  readonly hidden: boolean
  readonly person: Overlay['person']
  /** Who will answer, as far as it is known. */
  readonly team: string | undefined
  readonly send: (message: ContactMessage) => Promise<void>
  readonly onBack: () => void
  readonly onDone: () => void
}
export type ContactForm = FunctionComponent<Props>

type Stage = 'editing' | 'sending' | 'failed' | 'sent'

/**
 * The contact form, made with the Preact that opened it. What was typed lives in the fields themselves, and these stay
 * until it is sent: going back or failing to send loses nothing.
 */
export const createForm = (kit: Kit): ContactForm => {
  const { h, useLayoutEffect, useRef, useState } = kit
  const Fields = createFields(kit)

  const Thanks = ({ titleId, team, email, onDone }: Props & { readonly email: string }) => {
    const thanks = useRef<HTMLHeadingElement>(null)
    useLayoutEffect(() => thanks.current?.focus(), [])
    const who = team ? `Someone from ${team}` : 'Someone'
    return h(
      'div',
      { class: 'pane thanks' },
      h('h2', { id: titleId, ref: thanks, tabIndex: -1 }, `Thanks. ${who} will reply to ${email}.`),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', class: 'primary', onClick: onDone }, 'Close'),
      ),
    )
  }

  return (props) => {
    const { titleId, title, hidden, person, send, onBack } = props
    const form = useRef<HTMLFormElement>(null)
    const [stage, setStage] = useState<Stage>('editing')
    const [problems, setProblems] = useState<Problems>({})
    const [email, setEmail] = useState('')

    useLayoutEffect(() => {
      if (!hidden) focusOn(form.current, (field) => field.value === '')
    }, [hidden])
    const submit = async (event: Event) => {
      event.preventDefault()
      const message = read(form.current)
      const found = problemsIn(message)
      setProblems(found)
      if (Object.keys(found).length > 0) return focusOn(form.current, (field) => field.name in found)
      if (stage === 'sending') return
      setStage('sending')
      setEmail(message.email)
      await send(message).then(
        () => setStage('sent'),
        () => setStage('failed'),
      )
    }
    if (stage === 'sent') return h(Thanks, { ...props, email })
    return h(
      'form',
      { ref: form, class: 'pane', hidden, noValidate: true, onSubmit: submit },
      h('div', { class: 'copy' }, h('h2', { id: titleId }, title)),
      h(Fields, {
        person,
        problems,
        fixed: stage === 'sending',
        // Once told of a problem, the reader sees at once that it is solved.
        onInput: () => setProblems((known) => stillThere(known, problemsIn(read(form.current)))),
      }),
      h('p', { class: 'problem', role: 'alert' }, stage === 'failed' && FAILED),
      h(
        'div',
        { class: 'actions' },
        h('button', { class: 'primary', 'aria-busy': stage === 'sending' }, SUBMIT[stage]),
        h('button', { type: 'button', class: 'quiet', onClick: onBack }, 'Back'),
      ),
    )
  }
}

const FAILED = 'Your message was not sent. It is still here: check your connection and try again.'
const SUBMIT = { editing: 'Send message', sending: 'Sending…', failed: 'Try again', sent: '' } as const

const read = (form: HTMLFormElement | null): ContactMessage => {
  const text = (name: string) => form?.querySelector<Field>(`[name=${name}]`)?.value.trim() ?? ''
  return { name: text('name'), email: text('email'), message: text('message') }
}

/** The problems that the reader knows of and that still exist, in their present words. */
const stillThere = (known: Problems, now: Problems): Problems =>
  Object.fromEntries(Object.entries(now).filter(([name]) => name in known))

type Field = HTMLInputElement | HTMLTextAreaElement

/** Focuses the first field that is meant, else the last one. */
const focusOn = (form: HTMLFormElement | null, isMeant: (field: Field) => boolean): void => {
  const fields = [...(form?.querySelectorAll<Field>('input, textarea') ?? [])]
  ;(fields.find(isMeant) ?? fields.at(-1))?.focus()
}

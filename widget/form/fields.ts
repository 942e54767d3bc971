import type { ContactMessage, Overlay } from '../overlay.ts'
import type { Kit } from '../prompt/contact.ts'
import type { Problems } from './problems.ts'

type Props = {
  readonly person: Overlay['person']
  readonly problems: Problems
  /** While it is sent, nothing can be changed. */
  readonly fixed: boolean
  readonly onInput: () => void
}

/** Name, email and message, each with its label and the words that say what is wrong with it. */
export const createFields = ({ h, useId }: Kit) => {
  return ({ person, problems, fixed, onInput }: Props) => {
    const id = useId()
    const field = (name: keyof ContactMessage, label: string, tag: 'input' | 'textarea', rest: object) => {
      const problem = problems[name]
      return h(
        'div',
        { class: `field ${name}` },
        h('label', { for: id + name }, label),
        h(tag, {
          id: id + name,
          name,
          required: true,
          readOnly: fixed,
          'aria-invalid': problem !== undefined,
          'aria-describedby': `${id}${name}-problem`,
          onInput,
          ...rest,
        }),
        h('p', { id: `${id}${name}-problem`, class: 'problem' }, problem),
      )
    }
    return h(
      'div',
      { class: 'fields' },
      field('name', 'Name', 'input', { autocomplete: 'name', defaultValue: person.name }),
      field('email', 'Email', 'input', { type: 'email', autocomplete: 'email', defaultValue: person.email }),
      field('message', 'Message', 'textarea', { rows: 4 }),
    )
  }
}

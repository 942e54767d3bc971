import type { ComponentChild, h as createElement } from 'preact'
import type { ContactMessage, Overlay } from '../overlay.ts'
import type { Problems } from './problems.ts'

type Name = keyof ContactMessage
type Options = {
  readonly h: typeof createElement
  readonly root: HTMLElement
  readonly person: Overlay['person']
}

const NAMES: readonly Name[] = ['name', 'email', 'message']

/** Name, email and message, each with its label and the words that say what is wrong with it. */
export const createFields = ({ h, root, person }: Options) => {
  const element = (name: Name) => root.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${name}`)
  const value = (name: Name) => element(name)?.value.trim() ?? ''
  return {
    read: (): ContactMessage => ({ name: value('name'), email: value('email'), message: value('message') }),
    /** Focuses the first field that is meant, else the last one. */
    focus: (isMeant: (name: Name) => boolean) => element(NAMES.find(isMeant) ?? 'message')?.focus(),
    /** `fixed`: while it is sent, nothing can be changed. */
    draw: (problems: Problems, fixed: boolean, onInput: () => void): ComponentChild => {
      const field = (name: Name, label: string, tag: 'input' | 'textarea', rest: object) => {
        const problem = problems[name]
        const about = { id: name, name, required: true, readOnly: fixed, onInput, ...rest }
        const state = { 'aria-invalid': problem !== undefined, 'aria-describedby': `${name}-problem` }
        return h(
          'div',
          { class: `field ${name}` },
          h('label', { for: name }, label),
          h(tag, { ...about, ...state }),
          h('p', { id: `${name}-problem`, class: 'problem' }, problem),
        )
      }
      return h(
        'div',
        { class: 'fields' },
        field('name', 'Name', 'input', { autocomplete: 'name', defaultValue: person.name }),
        field('email', 'Email', 'input', {
          type: 'email',
          autocomplete: 'email',
          defaultValue: person.email,
        }),
        field('message', 'Message', 'textarea', { rows: 4 }),
      )
    },
  }
}

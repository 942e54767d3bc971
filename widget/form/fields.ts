import type { ContactMessage, Overlay } from '../overlay.ts'
import type { Attributes, CreateElement } from '../prompt/element.ts'
import { type Problems, problemsIn } from './problems.ts'
import type { FormWords } from './words.ts'

type Name = keyof ContactMessage

/** Name, email and message, each with its label and the words that say what is wrong with it. */
export const createFields = (el: CreateElement, words: FormWords, person: Overlay['person']) => {
  const field = (name: Name, tag: 'input' | 'textarea', rest: Attributes) => {
    const about = `${name}-problem`
    const input = el(tag, {
      id: name,
      name,
      required: true,
      'aria-describedby': about,
      input: recheck,
      ...rest,
    })
    const problem = el('p', { id: about, class: 'problem' })
    const box = el('div', { class: `field ${name}` }, el('label', { for: name }, words[name]), input, problem)
    return { name, input, problem, box }
  }
  const { name, email } = person
  const fields = [
    field('name', 'input', { autocomplete: 'name', value: name }),
    field('email', 'input', { type: 'email', autocomplete: 'email', value: email }),
    field('message', 'textarea', { rows: 4 }),
  ]
  const value = (wanted: Name) => fields.find((each) => each.name === wanted)?.input.value.trim() ?? ''
  const read = (): ContactMessage => ({
    name: value('name'),
    email: value('email'),
    message: value('message'),
  })
  const show = (problems: Problems) => {
    for (const { name: each, input, problem } of fields) {
      problem.textContent = problems[each] ?? ''
      input.setAttribute('aria-invalid', String(each in problems))
    }
  }
  /** Who was told of a problem sees at once when it is solved. */
  function recheck() {
    const now = problemsIn(read(), words)
    const told = fields.filter(({ problem }) => problem.textContent).map((each) => each.name)
    show(Object.fromEntries(told.flatMap((each) => (each in now ? [[each, now[each]]] : []))))
  }
  show({})
  return {
    list: el('div', { class: 'fields' }, ...fields.map(({ box }) => box)),
    read,
    show,
    /** `fixed`: while it is sent, nothing can be changed. */
    fix: (fixed: boolean) => {
      for (const { input } of fields) input.readOnly = fixed
    },
    /** Focuses the first field that is meant, else the last one. */
    focus: (isMeant: (name: Name) => boolean) =>
      (fields.find((each) => isMeant(each.name)) ?? fields.at(-1))?.input.focus(),
  }
}

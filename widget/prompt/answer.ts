import { el } from './element.ts'

type Answer = {
  /** Of the heading, which names the surface meanwhile. */
  readonly id: string
  readonly title: string
  readonly text?: string
  readonly close: string
  readonly onClose: () => void
}

/** What stands in place of the offer when there is nothing left to do. `focus` reads it out, as the name of a group. */
export const createAnswer = ({ id, title, text, close, onClose }: Answer) => {
  const copy = el(
    'div',
    { class: 'copy answer', tabindex: -1, role: 'group', 'aria-label': text ? `${title} ${text}` : title },
    el('h2', { id }, title),
    text !== undefined && el('p', {}, text),
  )
  const button = el('button', { type: 'button', class: 'primary', click: onClose }, close)
  return {
    pane: el('div', { class: 'pane' }, copy, el('div', { class: 'actions' }, button)),
    focus: () => copy.focus(),
  }
}

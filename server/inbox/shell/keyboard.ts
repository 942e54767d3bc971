import type { Inbox } from '../state/inbox.ts'
import { isOpen } from '../state/queue.ts'
import { focusOn, focusSoon } from './focus.ts'

export const SHORTCUTS: readonly (readonly [key: string, does: string])[] = [
  ['j', 'Next lead'],
  ['k', 'Previous lead'],
  ['Enter', 'Go into the lead'],
  ['c', 'Claim'],
  ['e', 'Mark as contacted'],
  ['s', 'Snooze'],
  ['d', 'Disqualify'],
  ['o', 'Won or lost'],
  ['z', 'Undo the last action'],
  ['/', 'Search'],
  ['?', 'Show this list'],
  ['Esc', 'Back to the queue'],
]

const STORED = 'tidemark-shortcuts'
/** Single keys can get in the way of speech input and of tremor, so they can be switched off (WCAG 2.1.4). */
export const areShortcutsOn = (): boolean => localStorage.getItem(STORED) !== 'off'
export const setShortcutsOn = (on: boolean): void => localStorage.setItem(STORED, on ? 'on' : 'off')

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], dialog, [role=menu]') !== null

const step = (inbox: Inbox, by: 1 | -1) => {
  if (inbox.move(by)) focusSoon('.row[aria-current=true]')
}

const leave = (inbox: Inbox) => {
  if (inbox.route.value.kind !== 'lead') return
  const row = document.querySelector<HTMLElement>('.row[aria-current=true]')
  if (row?.checkVisibility() && !row.contains(document.activeElement)) row.focus()
  else closeLead(inbox)
}

/** On a phone the queue comes back, with the focus on the row that was left. */
export const closeLead = (inbox: Inbox): void => {
  const id = inbox.leads.opened.value?.id
  inbox.close()
  requestAnimationFrame(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('.row')]
    rows.find((row) => row.dataset['lead'] === id)?.focus()
  })
}

const onLead = (inbox: Inbox, key: string): boolean => {
  const lead = inbox.leads.opened.value?.summary
  if (inbox.route.value.kind !== 'lead' || !lead || !isOpen(lead)) return false
  if (key === 'c' && lead.owner !== inbox.me.value) void inbox.act(lead, { action: 'claim', body: {} })
  else if (key === 'e' && lead.status !== 'contacted') void inbox.act(lead, { action: 'contact', body: {} })
  else if (key === 's') inbox.dialog.value = 'snooze'
  else if (key === 'd') inbox.dialog.value = 'disqualify'
  else if (key === 'o') inbox.dialog.value = 'outcome'
  else return false
  return true
}

const anywhere: Readonly<Record<string, (inbox: Inbox) => void>> = {
  j: (inbox) => step(inbox, 1),
  k: (inbox) => step(inbox, -1),
  z: (inbox) => void inbox.toasts.undo(),
  '/': () => focusOn('.search input'),
  '?': (inbox) => (inbox.dialog.value = 'help'),
  Escape: leave,
}

/** Single keys for people who work through the queue all day; none while typing, in a dialog or with a modifier. */
export const listenForKeys = (inbox: Inbox): (() => void) => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isTyping(event.target) || inbox.session.state.value.kind !== 'in') return
    const isLetter = event.key.length === 1
    if (isLetter && event.key !== '?' && !areShortcutsOn()) return
    const run = Object.hasOwn(anywhere, event.key) ? anywhere[event.key] : undefined
    if (run) run(inbox)
    else if (!onLead(inbox, event.key) && !(event.key === 'Enter' && enter(inbox, event.target))) return
    event.preventDefault()
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** Enter on nothing in particular opens the first lead; on the row of the open lead it goes into the lead. */
const enter = (inbox: Inbox, target: EventTarget | null): boolean => {
  const isBody = target === document.body
  const isOpenRow = target instanceof HTMLElement && target.matches('.row[aria-current=true]')
  if (isBody && inbox.route.value.kind === 'queue') step(inbox, 1)
  else if (isBody || isOpenRow) focusOn('.lead h1')
  else return false
  return true
}

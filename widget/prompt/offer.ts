import type { Action, Overlay } from '../overlay.ts'
import { assign, type Child, el, icon } from './element.ts'
import { follow } from './follow.ts'
import { drawLimit } from './limit.ts'
import type { Handlers } from './surface.ts'
import { wordsOf } from './words.ts'

export type Offer = {
  readonly pane: HTMLElement
  /** The form is on its way, or (`unreachable`) did not come. */
  readonly say: (state: 'ready' | 'loading' | 'unreachable') => void
  /** The same prompt with newer figures. */
  readonly renew: (overlay: Overlay) => void
}

/** What the prompt says, and what can be done about it. */
export const createOffer = (overlay: Overlay, on: Handlers): Offer => {
  const { title, body, benefits, limit, picture, secondary, format, locale } = overlay
  const words = wordsOf(overlay)
  const isCard = format !== 'banner'
  const problem = el('p', { class: 'problem', role: 'alert' })
  let newest = overlay
  const calls = [
    drawCall(() => newest.primary, 'primary', on),
    ...(secondary ? [drawCall(() => newest.secondary ?? secondary, 'secondary', on)] : []),
  ]
  const later = el('button', { type: 'button', class: 'quiet', click: on.onLater }, words.later)
  const [first, second] = calls
  const pane = el(
    'div',
    { class: 'pane' },
    isCard && picture && drawPicture(picture),
    el('div', { class: 'copy' }, el('h2', { id: 'title' }, title), body && el('p', { id: 'body' }, body)),
    limit && drawLimit(limit, locale),
    isCard && benefits.length > 0 && drawBenefits(benefits),
    problem,
    // What does not fit beside the first goes below it together: "Later" never stands alone.
    el('div', { class: 'actions' }, first, second ? el('div', { class: 'rest' }, second, later) : later),
  )
  return {
    pane,
    say: (state) => {
      for (const call of calls) assign(call, { 'aria-busy': state === 'loading' })
      problem.textContent = state === 'unreachable' ? words.unreachable : ''
    },
    renew(next) {
      newest = next
      const newer = createOffer(next, on).pane
      // What became of these since does not hang on figures.
      newer.querySelector('.problem')?.replaceWith(problem.cloneNode(true))
      if (!pane.querySelector('.picture')) newer.querySelector('.picture')?.remove()
      follow(pane, newer)
    },
  }
}

/** A real link where it leads somewhere: it can be copied or opened in a tab, and the browser does the rest. */
const drawCall = (action: () => Action, look: string, { onAction }: Handlers): HTMLElement => {
  const { href, label } = action()
  const shared = {
    class: look,
    click: (event: Event) => onAction(action()) === true && event.preventDefault(),
  }
  return href === undefined
    ? el('button', { type: 'button', ...shared }, label)
    : el('a', { href, ...shared }, label)
}

/** WebKit takes a list without markers for none. */
const drawBenefits = (benefits: readonly string[]): Child => {
  const tick = icon('m3.5 8.5 3 3 6-7')
  return el('ul', { role: 'list' }, ...benefits.map((benefit) => el('li', {}, tick.cloneNode(true), benefit)))
}

/** Its room is kept from the start, so nothing moves when it arrives; one that cannot be had leaves none. */
const drawPicture = ({ src, alt }: NonNullable<Overlay['picture']>): HTMLElement => {
  const picture: HTMLElement = el('img', {
    class: 'picture',
    src,
    alt,
    decoding: 'async',
    error: () => picture.remove(),
  })
  return picture
}

/*
 * What opens takes the focus: a dialog, a form. Drawn in a frame it would take it from whoever reads or types in the
 * page around, so it is inert until it is there. An inert frame would not do: a modal dialog is exempt from it.
 */

const DIALOG = HTMLDialogElement.prototype
const plain = Object.getOwnPropertyDescriptor(DIALOG, 'showModal') ?? {}
const inert: PropertyDescriptor = {
  ...plain,
  value(this: HTMLDialogElement) {
    this.inert = true
    Reflect.apply(plain.value, this, [])
  },
}

const surfaces = () =>
  [...document.querySelectorAll('tidemark-overlay')].flatMap(({ shadowRoot }) => [
    ...(shadowRoot?.querySelectorAll<HTMLElement>('.surface') ?? []),
  ])

/** Draws, and returns what wakes that up. */
export const withoutFocus = (draw: () => void): (() => void) => {
  Object.defineProperty(DIALOG, 'showModal', inert)
  try {
    draw()
  } finally {
    Object.defineProperty(DIALOG, 'showModal', plain)
  }
  for (const surface of surfaces()) surface.inert = true
  return () => {
    for (const surface of surfaces()) surface.inert = false
  }
}

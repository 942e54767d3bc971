import * as form from '../../../widget/form/form.ts'
import type { Listeners, Overlay } from '../../../widget/overlay.ts'
import { open } from '../../../widget/prompt/open.ts'
import { CASES } from './cases.ts'
import { PRODUCT, placeIn } from './product.ts'

/*
 * Every prompt in a believable product: `npx vite`, then /test/widget/prompt/gallery.html. The address says what is
 * shown, so that a picture can be repeated:
 * #case=limit+reached&format=banner&scheme=dark&brand=%23e11d48&sending=fails&dir=rtl
 */
const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const
const OPTIONS = {
  case: Object.keys(CASES),
  format: ['', ...FORMATS],
  scheme: ['light', 'dark'],
  brand: ['', '#5b5bd6', '#0f766e', '#facc15', '#e11d48'],
  sending: ['works', 'waits', 'fails'],
  dir: ['ltr', 'rtl'],
} as const

const wanted = () => new URLSearchParams(location.hash.slice(1))

const overlayFor = (settings: URLSearchParams): Overlay => {
  const base =
    Object.entries<Overlay>(CASES).find(([name]) => name === settings.get('case'))?.[1] ??
    CASES['limit reached']
  const format = FORMATS.find((name) => name === settings.get('format')) ?? base.format
  const color = settings.get('brand')
  const target = placeIn(format)
  return { ...base, format, target, brand: { ...base.brand, ...(color && { color }) } }
}

const listenersFor = (settings: URLSearchParams): Listeners => ({
  onShown: () => {},
  onAction: () => {},
  onLater: () => {},
  onClose: () => {},
  onMute: () => {},
  onContact: () => {
    if (settings.get('sending') === 'waits') return new Promise(() => {})
    return Promise.resolve(settings.get('sending') === 'fails' ? 'unreachable' : 'sent')
  },
  loadForm: () => Promise.resolve(form),
})

const show = (): void => {
  const settings = wanted()
  document.documentElement.dataset['scheme'] = settings.get('scheme') ?? ''
  document.documentElement.dir = settings.get('dir') ?? 'ltr'
  open(overlayFor(settings), listenersFor(settings))
}

const control = (name: string, values: readonly string[]): HTMLElement => {
  const label = document.createElement('label')
  const select = document.createElement('select')
  select.append(...values.map((value) => new Option(value || 'default', value)))
  select.value = wanted().get(name) ?? values[0] ?? ''
  select.addEventListener('change', () => {
    const settings = wanted()
    settings.set(name, select.value)
    location.hash = settings.toString()
  })
  label.append(name, select)
  return label
}

document.body.innerHTML = PRODUCT
document
  .querySelector('#controls')
  ?.append(...Object.entries(OPTIONS).map(([name, values]) => control(name, values)))
addEventListener('hashchange', show)
show()

import * as form from '../../../widget/form/form.ts'
import type { Listeners, Overlay } from '../../../widget/overlay.ts'
import { open } from '../../../widget/prompt/open.ts'
import { CASES } from './cases.ts'

/*
 * Every prompt in a believable product: `npx vite`, then /test/widget/prompt/gallery.html. The address says what is
 * shown, so that a picture can be repeated:
 * #case=limit+reached&format=banner&scheme=dark&brand=%23e11d48&sending=fails&dir=rtl
 */
const OPTIONS = {
  case: Object.keys(CASES),
  format: ['', 'modal', 'slide-in', 'banner'],
  scheme: ['light', 'dark'],
  brand: ['', '#5b5bd6', '#0f766e', '#facc15', '#e11d48'],
  sending: ['works', 'waits', 'fails'],
  dir: ['ltr', 'rtl'],
} as const

const COMPANIES = [
  ['Harbor Freight Line', 'Ada Winter', 'Negotiation', 'Today', '€ 48,000'],
  ['Kestrel Optics', 'Jonas Feld', 'Proposal', 'Yesterday', '€ 12,400'],
  ['Solvay Bakeries', 'Ada Winter', 'Qualified', '2 days ago', '€ 7,900'],
  ['Northgate Clinics', 'Mina Okafor', 'Proposal', '3 days ago', '€ 31,000'],
  ['Tern & Daughters', 'Jonas Feld', 'New', '4 days ago', '€ 2,150'],
  ['Lumen Cooperative', 'Mina Okafor', 'Won', '5 days ago', '€ 18,600'],
  ['Pinewood Logistics', 'Ada Winter', 'New', '6 days ago', '€ 9,300'],
  ['Quarry Street Media', 'Jonas Feld', 'Qualified', '1 week ago', '€ 5,700'],
  ['Fjord Analytics', 'Mina Okafor', 'Negotiation', '1 week ago', '€ 64,000'],
  ['Brightwater School', 'Ada Winter', 'New', '2 weeks ago', '€ 3,400'],
] as const

const wanted = () => new URLSearchParams(location.hash.slice(1))

const overlayFor = (settings: URLSearchParams): Overlay => {
  const base =
    Object.entries<Overlay>(CASES).find(([name]) => name === settings.get('case'))?.[1] ??
    CASES['limit reached']
  const format = (['modal', 'slide-in', 'banner'] as const).find((name) => name === settings.get('format'))
  const color = settings.get('brand')
  return { ...base, format: format ?? base.format, brand: { ...base.brand, ...(color && { color }) } }
}

const listenersFor = (settings: URLSearchParams): Listeners => ({
  onShown: () => {},
  onAction: () => {},
  onLater: () => {},
  onClose: () => {},
  onMute: () => {},
  onContact: () => {
    if (settings.get('sending') === 'waits') return new Promise(() => {})
    return settings.get('sending') === 'fails' ? Promise.reject(new Error('offline')) : Promise.resolve()
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

const row = (cells: readonly string[]): HTMLElement => {
  const element = document.createElement('tr')
  element.append(...cells.map((text) => Object.assign(document.createElement('td'), { textContent: text })))
  return element
}

document.querySelector('tbody')?.append(...COMPANIES.map(row))
document
  .querySelector('#controls')
  ?.append(...Object.entries(OPTIONS).map(([name, values]) => control(name, values)))
addEventListener('hashchange', show)
show()

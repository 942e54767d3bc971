import type { Overlay } from '../overlay.ts'
import { inkOn, luminance, type Rgb, shapeOn } from './color.ts'

type Scheme = 'light' | 'dark'
type Resolve = (color: string) => { readonly rgb: Rgb; readonly alpha: number } | null

/**
 * Sets the scheme on the host element and the brand's colours on the root inside it: `--brand`, `--on-brand` (text on
 * it, at least 4.5:1), `--press` (hover) and `--accent` (the brand as a shape on the surface, at least 3:1).
 */
export const applyTheme = (host: HTMLElement, root: HTMLElement, brand: Overlay['brand']): void => {
  const resolve = resolver(root)
  host.dataset['scheme'] = schemeFor(brand.scheme, resolve)
  const color = resolve(brand.color ?? '') ?? resolve('var(--brand)')
  const surface = resolve('var(--surface)')
  if (!color || !surface) return
  const ink = inkOn(color.rgb)
  const set = (name: string, value: Rgb) => root.style.setProperty(name, `rgb(${value.join(' ')})`)
  set('--brand', color.rgb)
  set('--on-brand', ink)
  set('--press', [255 - ink[0], 255 - ink[1], 255 - ink[2]])
  set('--accent', shapeOn(surface.rgb, color.rgb))
}

/**
 * Lets the browser compute any CSS colour to sRGB, clamped to its gamut: a mix of a colour with itself is always
 * written as `color(srgb r g b / a)`. Null for what is no colour. Needs `root` in the document.
 */
const resolver =
  (root: HTMLElement): Resolve =>
  (color) => {
    const probe = root.appendChild(document.createElement('i'))
    probe.style.color = `color-mix(in srgb, ${color}, ${color})`
    const computed = getComputedStyle(probe).color
    probe.remove()
    const [red, green, blue, alpha = 1] = computed.match(/(?<= )(-?[\d.e-]+|none)/g)?.map(channel) ?? []
    if (!computed.startsWith('color(') || red === undefined || green === undefined || blue === undefined)
      return null
    return { rgb: [to255(red), to255(green), to255(blue)], alpha }
  }

const channel = (text: string): number => Number(text) || 0
const to255 = (share: number): number => Math.round(Math.min(Math.max(share, 0), 1) * 255)

/** `auto` looks like the page around it, which need not be what the system prefers. */
const schemeFor = (wanted: Overlay['brand']['scheme'], resolve: Resolve): Scheme => {
  if (wanted === 'light' || wanted === 'dark') return wanted
  for (const element of [document.body, document.documentElement]) {
    const painted = resolve(getComputedStyle(element).backgroundColor)
    if (painted && painted.alpha > 0.5) return luminance(painted.rgb) < 0.18 ? 'dark' : 'light'
  }
  return canvasScheme()
}

/** The scheme of a page that paints no background of its own. */
const canvasScheme = (): Scheme => {
  const declared = getComputedStyle(document.documentElement).colorScheme
  if (!declared.includes('dark')) return 'light'
  if (!declared.includes('light')) return 'dark'
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

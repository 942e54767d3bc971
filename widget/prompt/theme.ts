import type { Overlay } from '../overlay.ts'
import { inkOn, luminance, mix, type Rgb, standOut } from './color.ts'
import { readColor } from './read-color.ts'

type Scheme = 'light' | 'dark'
type Colors = { readonly color: Rgb; readonly surface: Rgb; readonly text: Rgb; readonly problem: Rgb }

const DEFAULTS: Record<Scheme, Colors> = {
  light: { color: [30, 31, 35], surface: [255, 255, 255], text: [23, 24, 27], problem: [179, 35, 34] },
  dark: { color: [238, 238, 240], surface: [26, 28, 32], text: [238, 238, 240], problem: [249, 143, 135] },
}

/** Custom properties by name; those that are undefined keep what the sheet says. */
export type Theme = { readonly scheme: Scheme; readonly tokens: Readonly<Record<string, string | undefined>> }

/**
 * How an overlay looks: what the team configured, else what `parent`, where it will stand, says by `--tidemark-*`, else
 * neutral ink. Text is moved towards black or white until it can be read (4.5:1), and shapes and edges until they can
 * be seen (3:1), whatever the colours. Called before anything is drawn: it reads styles, and these are still fresh then.
 */
export const themeOf = (brand: Overlay['brand'], parent: Element): Theme => {
  const scheme = brand.scheme === 'light' || brand.scheme === 'dark' ? brand.scheme : pageScheme()
  const page = getComputedStyle(parent)
  const own = scheme === 'dark' ? { color: brand.color, ...brand.dark } : brand
  const defaults = DEFAULTS[scheme]
  const pick = (given: string | undefined, name: string, fallback: Rgb): Rgb =>
    readColor(given)?.rgb ?? readColor(page.getPropertyValue(`--tidemark-${name}`))?.rgb ?? fallback
  const surface = pick(own.surface, 'surface', defaults.surface)
  const wanted = {
    text: pick(own.text, 'text', defaults.text),
    color: pick(own.color, 'brand', defaults.color),
  }
  const text = standOut(surface, wanted.text, 4.5)
  const ink = inkOn(wanted.color)
  return {
    scheme,
    tokens: {
      '--surface': css(surface),
      '--text': css(text),
      '--muted': css(standOut(surface, mix(surface, text, 0.68), 4.5)),
      '--edge': css(standOut(surface, mix(surface, text, 0.46), 3)),
      '--problem': css(standOut(surface, defaults.problem, 4.5)),
      '--brand': css(wanted.color),
      '--on-brand': css(ink),
      '--press': css([255 - ink[0], 255 - ink[1], 255 - ink[2]]),
      '--accent': css(standOut(surface, wanted.color, 3)),
      '--radius': brand.radius === undefined ? undefined : `${brand.radius}px`,
      '--font': brand.font,
      '--shadow': brand.shadow,
    },
  }
}

export const applyTheme = (host: HTMLElement, root: HTMLElement, { scheme, tokens }: Theme): void => {
  host.dataset['scheme'] = scheme
  for (const [name, value] of Object.entries(tokens))
    if (value !== undefined) root.style.setProperty(name, value)
}

const css = (color: Rgb): string => `rgb(${color.join(' ')})`

/** `auto` looks like the page around it, which need not be what the system prefers. */
const pageScheme = (): Scheme => {
  for (const element of [document.body, document.documentElement]) {
    const painted = readColor(getComputedStyle(element).backgroundColor)
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

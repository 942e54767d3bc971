import type { Rgb } from './color.ts'

type Painted = { readonly rgb: Rgb; readonly alpha: number }

/** Any CSS colour as sRGB, clamped to its gamut. Null for what is none. */
export const readColor = (color = ''): Painted | null => {
  const wanted = color.trim()
  if (!wanted) return null
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(wanted)
  if (hex) return painted(hex.slice(1).map((pair) => Number.parseInt(pair, 16)))
  if (/^rgba?\([\d., ]+\)$/.test(wanted)) return painted(wanted.match(/[\d.]+/g)?.map(Number))
  return computed(wanted)
}

const painted = ([red, green, blue, alpha = 1]: readonly number[] = []): Painted | null =>
  red === undefined || green === undefined || blue === undefined ? null : { rgb: [red, green, blue], alpha }

/**
 * Lets the browser work it out: a mix of a colour with itself is always written as `color(srgb r g b / a)`. It costs a
 * pass over the page's styles, so what is usual is read above.
 */
const computed = (color: string): Painted | null => {
  const probe = document.createElement('i')
  probe.style.setProperty('color', `color-mix(in srgb, ${color}, ${color})`, 'important')
  document.documentElement.append(probe)
  const text = getComputedStyle(probe).color
  probe.remove()
  if (!text.startsWith('color(')) return null
  const [red = 0, green = 0, blue = 0, alpha = 1] = text.match(/(?<= )(-?[\d.e-]+|none)/g)?.map(share) ?? []
  return { rgb: [to255(red), to255(green), to255(blue)], alpha }
}

const share = (text: string): number => Number(text) || 0
const to255 = (part: number): number => Math.round(Math.min(Math.max(part, 0), 1) * 255)

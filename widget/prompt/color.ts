/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

const BLACK: Rgb = [0, 0, 0]
const WHITE: Rgb = [255, 255, 255]

/** Relative luminance, 0 to 1 (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
export const luminance = (color: Rgb): number => {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export const contrast = (one: Rgb, other: Rgb): number => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Text for a background: white where it reads (4.5:1), else black. Whatever the colour, one of the two does. */
export const inkOn = (background: Rgb): Rgb => (contrast(WHITE, background) >= 4.5 ? WHITE : BLACK)

/** The nearest colour to `color`, on the way to black or white, whose contrast with `surface` is at least `ratio` (up to 4.5). */
export const standOut = (surface: Rgb, color: Rgb, ratio: number): Rgb => {
  const ink = inkOn(surface)
  for (let tenths = 0; tenths < 10; tenths++) {
    const candidate = mix(color, ink, tenths / 10)
    if (contrast(candidate, surface) >= ratio) return candidate
  }
  return ink
}

/** `part` (0 to 1) of the way from one colour to another. */
export const mix = (from: Rgb, to: Rgb, part: number): Rgb => {
  const channel = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * part)
  return [channel(0), channel(1), channel(2)]
}

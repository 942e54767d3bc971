import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { contrast, inkOn, type Rgb, standOut } from '../../../widget/prompt/color.ts'
import { show } from './stage.ts'

const channel = fc.integer({ min: 0, max: 255 })
const color: fc.Arbitrary<Rgb> = fc.tuple(channel, channel, channel)

it('contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2)
})

it('the text on any colour reaches 4.5:1', () => {
  fc.assert(
    fc.property(color, (brand) => contrast(inkOn(brand), brand) >= 4.5),
    { numRuns: 20_000 },
  )
})

it('the shape of any colour reaches 3:1 on any surface', () => {
  fc.assert(
    fc.property(color, color, (brand, surface) => contrast(standOut(surface, brand, 3), surface) >= 3),
    { numRuns: 20_000 },
  )
})

it('a shape keeps its colour where that already stands out', () => {
  expect(standOut([255, 255, 255], [91, 91, 214], 3)).toEqual([91, 91, 214])
})

const rgbOf = (css: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = css.match(/[\d.]+/g)?.map(Number) ?? []
  return [red, green, blue]
}
const oklch = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.4, noNaN: true }), channel)
  .map(([light, chroma, hue]) => `oklch(${light.toFixed(3)} ${chroma.toFixed(3)} ${hue})`)
const css = fc.oneof(
  oklch,
  color.map((rgb) => `rgb(${rgb.join(' ')})`),
  fc.constantFrom('rebeccapurple', 'color(display-p3 1 0 0)', '#fc0', 'hsl(200 80% 50% / 0.5)'),
)

it('what the browser paints on a brand of any notation reaches 4.5:1, in both schemes', () => {
  fc.assert(
    fc.property(css, fc.constantFrom('light', 'dark'), (brand, scheme) => {
      const { shadow, close, host } = show({ brand: { color: brand, scheme } })
      const primary = shadow.querySelector('.primary')
      if (!primary) throw new Error('No primary action')
      const { color: text, backgroundColor } = getComputedStyle(primary)
      close()
      host.remove()
      expect(backgroundColor).toMatch(/^rgb\(/)
      return contrast(rgbOf(text), rgbOf(backgroundColor)) >= 4.5
    }),
    { numRuns: 150 },
  )
})

it('a brand that is no colour falls back to ink', () => {
  const { shadow } = show({ brand: { color: 'url(x)' } })
  const primary = shadow.querySelector('.primary')
  if (!primary) throw new Error('No primary action')
  expect(contrast(rgbOf(getComputedStyle(primary).backgroundColor), [255, 255, 255])).toBeGreaterThan(12)
})

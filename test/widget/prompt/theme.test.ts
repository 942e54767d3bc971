import * as fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import type { Overlay } from '../../../widget/overlay.ts'
import { contrast, type Rgb } from '../../../widget/prompt/color.ts'
import { hostStyles, show } from './stage.ts'

const looks = (brand: Overlay['brand']) => {
  const { shadow, close, host } = show({ brand })
  const style = (selector: string) => {
    const element = shadow.querySelector(selector)
    if (!element) throw new Error(`There is no ${selector}`)
    return { ...copied(getComputedStyle(element)) }
  }
  const look = {
    surface: style('.surface'),
    title: style('h2'),
    body: style('#body'),
    quiet: style('.quiet'),
    primary: style('.primary'),
    bar: style('.bar > div'),
    scheme: host.dataset['scheme'],
  }
  close()
  host.remove()
  return look
}
const copied = ({ color, backgroundColor, borderRadius, fontFamily, boxShadow }: CSSStyleDeclaration) => ({
  color,
  backgroundColor,
  borderRadius,
  fontFamily,
  boxShadow,
})
const rgb = (css: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = css.match(/[\d.]+/g)?.map(Number) ?? []
  return [red, green, blue]
}
const between = (one: string, other: string) => contrast(rgb(one), rgb(other))

const channel = fc.integer({ min: 0, max: 255 })
const color = fc.tuple(channel, channel, channel).map((channels) => `rgb(${channels.join(', ')})`)

it('whatever a team sets as surface, text and brand, everything can be read', () => {
  fc.assert(
    fc.property(color, color, color, fc.constantFrom('light', 'dark'), (surface, text, brand, scheme) => {
      const colors = { surface, text, color: brand }
      const look = looks({ ...colors, dark: colors, scheme })
      const ground = look.surface.backgroundColor
      expect(ground).toBe(surface)
      for (const part of [look.title, look.body, look.quiet])
        expect(between(part.color, ground)).toBeGreaterThanOrEqual(4.5)
      expect(between(look.primary.color, look.primary.backgroundColor)).toBeGreaterThanOrEqual(4.5)
      expect(between(look.bar.backgroundColor, ground)).toBeGreaterThanOrEqual(3)
    }),
    { numRuns: 100 },
  )
})

it('radius, font and shadow are those of the configuration; controls follow the radius', () => {
  const look = looks({ radius: 7, font: 'Georgia, serif', shadow: 'rgb(1, 2, 3) 0px 1px 2px 0px' })
  expect(look.surface.borderRadius).toBe('7px')
  expect(look.primary.borderRadius).toBe('4px')
  expect(look.title.fontFamily).toBe('Georgia, serif')
  expect(look.surface.boxShadow).toBe('rgb(1, 2, 3) 0px 1px 2px 0px')
})

it('the dark scheme has its own colours, and the brand of the light one where it has none', () => {
  const brand = { color: '#5b5bd6', surface: '#fffbf0', dark: { surface: '#101820' } } as const
  expect(looks({ ...brand, scheme: 'light' }).surface.backgroundColor).toBe('rgb(255, 251, 240)')
  const dark = looks({ ...brand, scheme: 'dark' })
  expect(dark.surface.backgroundColor).toBe('rgb(16, 24, 32)')
  expect(dark.primary.backgroundColor).toBe('rgb(91, 91, 214)')
})

it('the page sets what the configuration leaves open, by custom properties', () => {
  hostStyles(
    ':root { --tidemark-brand: oklch(0.6 0.2 30); --tidemark-surface: #fafafa; --tidemark-radius: 0px }',
  )
  const look = looks({ scheme: 'light' })
  expect(look.surface.backgroundColor).toBe('rgb(250, 250, 250)')
  expect(look.surface.borderRadius).toBe('0px')
  expect(rgb(look.primary.backgroundColor)[0]).toBeGreaterThan(180)
  expect(looks({ surface: '#ffffff', scheme: 'light' }).surface.backgroundColor).toBe('rgb(255, 255, 255)')
})

it('a page that is painted dark is met with the dark scheme, and reading it leaves nothing behind', () => {
  document.documentElement.style.background = 'oklch(0.2 0.02 260)'
  onTestFinished(() => {
    document.documentElement.style.background = ''
  })
  const before = document.documentElement.children.length
  expect(looks({ scheme: 'auto' }).scheme).toBe('dark')
  expect(document.documentElement.children.length).toBe(before)
})

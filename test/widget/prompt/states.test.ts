import { expect, it, onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import type { Overlay } from '../../../widget/overlay.ts'
import { directionOf } from '../../../widget/prompt/direction.ts'
import { CASES } from './cases.ts'
import { LONG } from './languages.ts'
import { standInProduct, takePicture } from './pictures.ts'
import { placeIn } from './product.ts'
import { axeProblems, emulate, show } from './stage.ts'

/*
 * What follows from a click, and what is rare: pictures of it in test-results/prompts, judged by axe too.
 */
const LANGUAGES: Record<string, Overlay> = {
  en: CASES['limit reached'],
  ar: CASES.Arabic,
  long: { ...CASES['limit reached'], ...LONG },
}
const SCHEMES = ['light', 'dark'] as const

const inside = (selector: string) => {
  const root = document.querySelector('tidemark-overlay')?.shadowRoot
  const found = [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])].find((each) =>
    each.checkVisibility(),
  )
  if (!found) throw new Error(`No ${selector} to be seen`)
  return found
}
const press = async (selector: string) => page.elementLocator(inside(selector)).click()
const send = async () => {
  await press('.secondary')
  await page.elementLocator(inside('textarea')).fill('We are 40 people.')
  await press('.primary')
  await expect.poll(() => inside('.answer h2')).toBeTruthy()
}

const STATES: Record<string, (overlay: Overlay) => Promise<void>> = {
  menu: async () => {
    await press('.icon')
    await press('summary')
  },
  form: () => press('.secondary'),
  thanks: send,
  asked: () => press('.primary'),
}
/** Nobody can be asked who could buy it. */
const overlayIn = (state: string, overlay: Overlay): Overlay => {
  const { primary } = overlay
  return state === 'asked' ? { ...overlay, primary: { kind: 'ask-admin', label: primary.label } } : overlay
}

for (const [state, enter] of Object.entries(STATES))
  for (const scheme of SCHEMES)
    for (const [language, overlay] of Object.entries(LANGUAGES))
      it(`${state} in ${language}, ${scheme}`, async () => {
        const format = state === 'menu' || state === 'asked' ? 'slide-in' : 'modal'
        await standInProduct(scheme, directionOf(overlay.locale ?? 'en'))
        show({ ...overlayIn(state, overlay), format })
        await enter(overlay)
        const surface = inside('.surface')
        expect(surface.scrollWidth).toBeLessThanOrEqual(surface.clientWidth)
        expect(await axeProblems('tidemark-overlay')).toEqual([])
        await takePicture(`state-${state}-${scheme}-${language}`)
      })

for (const format of ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const)
  it(`words longer than a ${format}, in a narrow window and in a wide one`, async () => {
    await standInProduct('light', 'ltr', [320, 640])
    show({ ...CASES['limit reached'], ...LONG, format, target: placeIn(format) })
    const surface = inside('.surface')
    expect(surface.scrollWidth).toBeLessThanOrEqual(surface.clientWidth)
    await takePicture(`long-${format}-narrow`)
    await page.viewport(1280, 800)
    await takePicture(`long-${format}`)
  })

for (const scheme of SCHEMES)
  it(`brands that are hard to read on, ${scheme}`, async () => {
    await standInProduct(scheme)
    const grid = document.createElement('main')
    grid.style.cssText = 'display: grid; grid-template-columns: repeat(3, 360px); gap: 24px; padding: 24px'
    document.body.replaceChildren(grid)
    for (const color of ['#ffe600', '#ffffff', '#000000', '#808080', '#00ff00', '#2563eb']) {
      const target = document.createElement('tidemark-slot')
      grid.append(target)
      const { host } = show({
        ...CASES['limit reached'],
        format: 'slot',
        title: `A brand of ${color}`,
        benefits: ['With roles'],
        target,
        brand: { color },
      })
      onTestFinished(() => host.remove())
    }
    expect(await axeProblems('main')).toEqual([])
    await takePicture(`brands-${scheme}`)
  })

for (const format of ['modal', 'banner'] as const)
  it(`a ${format} in forced colours`, async () => {
    await standInProduct('light')
    await emulate('screen', { 'forced-colors': 'active', 'prefers-reduced-motion': 'reduce' })
    show({ ...CASES['limit reached'], format })
    await takePicture(`forced-${format}`)
  })

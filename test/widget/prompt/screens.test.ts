import { expect, it, onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import { CASES } from './cases.ts'
import css from './gallery.css?inline'
import { PRODUCT, placeIn } from './product.ts'
import { axeProblems, button, hostPage, hostStyles, painted, show, still, windowSize } from './stage.ts'

/*
 * Every format, scheme and language, with pictures in test-results/prompts for people to open. What a picture cannot
 * fail at, axe judges beside it.
 */
const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const
const SCHEMES = ['light', 'dark'] as const
const LANGUAGES = { en: CASES['limit reached'], de: CASES.German, ar: CASES.Arabic }

const stand = async (scheme: string, dir = 'ltr', [width, height] = [1280, 800]) => {
  await still()
  await windowSize(width, height)
  const root = document.documentElement
  root.dataset['scheme'] = scheme
  root.dir = dir
  onTestFinished(() => {
    delete root.dataset['scheme']
    root.dir = ''
  })
  hostStyles(css)
  hostPage(PRODUCT)
}
const picture = async (name: string) => {
  await painted()
  await page.screenshot({
    element: document.documentElement,
    path: `../../../test-results/prompts/${name}.png`,
  })
}

for (const format of FORMATS)
  for (const scheme of SCHEMES)
    for (const [language, overlay] of Object.entries(LANGUAGES))
      it(`a ${format}, ${scheme}, in ${language}`, async () => {
        await stand(scheme, 'dir' in overlay ? overlay.dir : 'ltr')
        show({ ...overlay, format, target: placeIn(format) })
        expect(await axeProblems('tidemark-overlay')).toEqual([])
        await picture(`${format}-${scheme}-${language}`)
      })

for (const scheme of SCHEMES)
  for (const name of ['limit near', 'gate', 'pricing', 'picture', 'ask admin', 'person'] as const)
    it(`${name}, ${scheme}`, async () => {
      await stand(scheme)
      const overlay = CASES[name]
      show({ ...overlay, target: placeIn(overlay.format) })
      expect(await axeProblems('tidemark-overlay')).toEqual([])
      await picture(`${name.replace(' ', '-')}-${scheme}`)
    })

for (const format of FORMATS)
  it(`the form and a zoom of 400 % in a ${format}`, async () => {
    await stand('light', 'ltr', [320, 640])
    show({ ...CASES['limit reached'], format, target: placeIn(format) })
    await picture(`${format}-narrow`)
    await button('Talk to sales').click()
    expect(await axeProblems('tidemark-overlay')).toEqual([])
    await picture(`${format}-form-narrow`)
  })

it('the form, its problems and its thanks', async () => {
  await stand('light')
  show(CASES['limit reached'])
  await button('Talk to sales').click()
  await button('Send message').click()
  await picture('form-problems')
  expect(await axeProblems('tidemark-overlay')).toEqual([])
  await page.getByRole('textbox', { name: 'Message' }).fill('We are 40 people.')
  await button('Send message').click()
  await expect.element(page.getByText(/Someone from Meridian/)).toBeVisible()
  await picture('form-thanks')
})

import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { directionOf } from '../../../widget/prompt/direction.ts'
import { CASES } from './cases.ts'
import { standInProduct, takePicture } from './pictures.ts'
import { placeIn } from './product.ts'
import { axeProblems, button, show } from './stage.ts'

/*
 * Every format, scheme and language, with pictures in test-results/prompts for people to open. What a picture cannot
 * fail at, axe judges beside it.
 */
const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const
const SCHEMES = ['light', 'dark'] as const
const LANGUAGES = { en: CASES['limit reached'], de: CASES.German, ar: CASES.Arabic }

for (const format of FORMATS)
  for (const scheme of SCHEMES)
    for (const [language, overlay] of Object.entries(LANGUAGES))
      it(`a ${format}, ${scheme}, in ${language}`, async () => {
        await standInProduct(scheme, directionOf(language))
        show({ ...overlay, format, target: placeIn(format) })
        expect(await axeProblems('tidemark-overlay')).toEqual([])
        await takePicture(`${format}-${scheme}-${language}`)
      })

for (const scheme of SCHEMES)
  for (const name of ['limit near', 'gate', 'pricing', 'picture', 'ask admin', 'person'] as const)
    it(`${name}, ${scheme}`, async () => {
      await standInProduct(scheme)
      const overlay = CASES[name]
      show({ ...overlay, target: placeIn(overlay.format) })
      expect(await axeProblems('tidemark-overlay')).toEqual([])
      await takePicture(`${name.replace(' ', '-')}-${scheme}`)
    })

for (const format of FORMATS)
  it(`the form and a zoom of 400 % in a ${format}`, async () => {
    await standInProduct('light', 'ltr', [320, 640])
    show({ ...CASES['limit reached'], format, target: placeIn(format) })
    await takePicture(`${format}-narrow`)
    await button('Talk to sales').click()
    expect(await axeProblems('tidemark-overlay')).toEqual([])
    await takePicture(`${format}-form-narrow`)
  })

it('the form, its problems and its thanks', async () => {
  await standInProduct('light')
  show(CASES['limit reached'])
  await button('Talk to sales').click()
  await button('Send message').click()
  await takePicture('form-problems')
  expect(await axeProblems('tidemark-overlay')).toEqual([])
  await page.getByRole('textbox', { name: 'Message' }).fill('We are 40 people.')
  await button('Send message').click()
  await expect.element(page.getByText(/Someone from Meridian/)).toBeVisible()
  await takePicture('form-thanks')
})

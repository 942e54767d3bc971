import { onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import css from './gallery.css?inline'
import { PRODUCT } from './product.ts'
import { hostPage, hostStyles, painted, still, windowSize } from './stage.ts'

/** A believable product to be seen in, for one test. */
export const standInProduct = async (scheme: string, dir = 'ltr', [width, height] = [1280, 800]) => {
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

/** Writes what is seen to test-results/prompts, for people to open. */
export const takePicture = async (name: string) => {
  await painted()
  await page.screenshot({
    element: document.documentElement,
    path: `../../../test-results/prompts/${name}.png`,
  })
}

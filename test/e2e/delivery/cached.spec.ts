import { expect } from '@playwright/test'
import { CHROMIUM_ARGS, chromiumPath } from '../../run/chromium.ts'
import { SNIPPET, STUB } from './site.ts'
import { test } from './visitor.ts'

const executablePath = chromiumPath()
// Playwright turns the back/forward cache off, because it loses sight of a page that comes back from it.
test.use({
  launchOptions: {
    args: [...CHROMIUM_ARGS],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(executablePath ? { executablePath } : {}),
  },
})

/** A page that goes on by itself to the next one, and tells the server when it is back from the cache. */
const thereAndBack = (before: string) => `${STUB}${SNIPPET}<script>
  ${before}
  tidemark('on', 'ready', () => setTimeout(() => { location.href = '/next' }, 300))
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    tidemark('track', 'Clicked', { n: 0 })
    tidemark('flush')
  })
</script>`
/** What happens on the page between. */
const back = (between: string) =>
  `${STUB}${SNIPPET}<script>tidemark('on', 'ready', () => { ${between}; setTimeout(() => history.back(), 300) })</script>`

test('back from the back/forward cache, events are sent', async ({ page, site }) => {
  site.serve('/next', { html: back('') })
  await page.goto(site.serve('/start', { html: thereAndBack("tidemark('track', 'Left')") }))
  await expect.poll(() => site.counted('Clicked')).toBe(1)
  expect(site.counted('Left')).toBe(1)
})

test('back on the pricing page from the back/forward cache is another visit', async ({ page, site }) => {
  site.publish({ pricing: { paths: ['/pricing'], dwellAfter: 50 } })
  site.serve('/next', { html: back('') })
  await page.goto(site.serve('/pricing', { html: thereAndBack('') }))
  await expect.poll(() => site.counted('Clicked')).toBe(1)
  await expect.poll(() => site.counted('Pricing Viewed')).toBe(2)
})

test('back from the back/forward cache, it is whoever signed in meanwhile', async ({ page, site }) => {
  site.serve('/next', { html: back("tidemark('reset'); tidemark('identify', 'u2', { plan: 'pro' })") })
  await page.goto(
    site.serve('/start', { html: thereAndBack("tidemark('identify', 'u1', { plan: 'free' })") }),
  )
  await expect.poll(() => site.counted('Clicked')).toBe(1)
  expect(site.arrivals('Clicked')[0]?.userId).toBe('u2')
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('tidemark.pk_test.identity')))
    .toContain('u2')
})

import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { startSite } from './site.ts'

type Site = Awaited<ReturnType<typeof startSite>>
type Stub = (...args: unknown[]) => void

let site: Site
let context: BrowserContext
let page: Page

test.beforeEach(async ({ browser }: { browser: Browser }) => {
  site = await startSite()
  context = await browser.newContext()
  // A context goes with its last page, and its storage with it.
  await context.newPage()
  page = await context.newPage()
  await open(page)
})
test.afterEach(async ({}, info) => {
  const repeated = site.arrivals('Clicked').length - site.counted('Clicked')
  info.annotations.push({ type: 'repeated', description: String(repeated) })
  await context.close()
  await site.close()
})

/** The host's page, with the tracker ready. */
const open = async (target: Page) => {
  await target.goto(site.url)
  await target.waitForFunction(() => 'live' in (window as unknown as { tidemark: object }).tidemark)
}
/** As a person closes it: with its unload events. */
const closeTab = async (target: Page) => {
  const gone = target.waitForEvent('close')
  await target.close({ runBeforeUnload: true })
  await gone
}
const burst = (target: Page, from = 0, to = 50) =>
  target.evaluate(
    ([first, last]) => {
      const { tidemark } = window as unknown as { tidemark: Stub }
      for (let n = first; n < last; n++) tidemark('track', 'Clicked', { n })
    },
    [from, to] as const,
  )
const allArrive = (timeout = 10_000) => expect.poll(() => site.counted('Clicked'), { timeout }).toBe(50)

test('50 events in a burst, then the tab is closed', async () => {
  await burst(page)
  await closeTab(page)
  await allArrive()
})

test('50 events in a burst, then navigated away', async () => {
  await burst(page)
  await page.goto('about:blank')
  await allArrive()
})

test('50 events 50 ms apart, then the tab is closed', async () => {
  await page.evaluate(async () => {
    const { tidemark } = window as unknown as { tidemark: Stub }
    for (let n = 0; n < 50; n++) {
      tidemark('track', 'Clicked', { n })
      await new Promise((next) => setTimeout(next, 50))
    }
  })
  await closeTab(page)
  await allArrive()
})

test('offline, closed, and reopened online', async () => {
  await context.setOffline(true)
  await burst(page)
  await closeTab(page)
  await context.setOffline(false)
  await open(await context.newPage())
  await allArrive()
})

for (const mood of ['unavailable', 'too many', 'deaf'] as const)
  test(`the server is ${mood} for 10 s`, async () => {
    await site.become(mood)
    await burst(page)
    await page.evaluate(() => (window as unknown as { tidemark: Stub }).tidemark('flush'))
    await page.waitForTimeout(10_000)
    await site.become('well')
    await allArrive(20_000)
  })

test('no request was preflighted, and 100 events took few of them', async () => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await burst(page, 0, 50)
  await burst(page, 50, 100)
  await expect.poll(() => site.counted('Clicked')).toBe(100)
  expect(site.received.filter(({ method }) => method === 'OPTIONS')).toEqual([])
  expect(site.received.length).toBeLessThanOrEqual(3)
  console.log(
    site.received.map(({ bytes, events }) => `${events.length} events in ${bytes} bytes`).join('; '),
  )
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { startChromium } from './killable.ts'
import { SNIPPET, STUB } from './site.ts'
import { arrive, call, click, closeTab, open, test } from './visitor.ts'

test('50 events in a burst, then the tab is closed', async ({ page, site }) => {
  await open(page, site.url)
  await click(page, 50)
  await closeTab(page)
  await arrive(site, 50)
})

test('50 events in a burst, then navigated away', async ({ page, site }) => {
  await open(page, site.url)
  await click(page, 50)
  await page.goto('about:blank')
  await arrive(site, 50)
})

test('50 events of four-byte characters, more than a closing page may hand over, then closed and reopened', async ({
  context,
  page,
  site,
}) => {
  await open(page, site.url)
  await page.evaluate(() => {
    const { tidemark } = globalThis as unknown as { tidemark: (...args: unknown[]) => void }
    for (let n = 0; n < 50; n++) tidemark('track', 'Clicked', { n, text: '\u{1f30a}'.repeat(400) })
  })
  await closeTab(page)
  // The most of it went with the page.
  await expect.poll(() => site.counted('Clicked')).toBeGreaterThanOrEqual(20)
  await open(await context.newPage(), site.url)
  await arrive(site, 50)
})

/** A page that tracks in each of its last handlers, as those do that measure how long somebody stayed. */
const lastWords = () => {
  const { tidemark } = globalThis as unknown as { tidemark: (...args: unknown[]) => void }
  const say = ({ type }: Event) => tidemark('track', 'Clicked', { n: type })
  for (const name of ['beforeunload', 'pagehide', 'unload']) addEventListener(name, say)
  document.addEventListener('visibilitychange', say)
}

test('what a page tracks in its last handlers, then the tab is closed and the page opened again', async ({
  context,
  page,
  site,
}) => {
  await open(page, site.url)
  await page.evaluate(lastWords)
  await closeTab(page)
  await open(await context.newPage(), site.url)
  await arrive(site, 4)
})

test('what a page tracks in its last handlers, then navigated on', async ({ page, site }) => {
  await open(page, site.url)
  await page.evaluate(lastWords)
  await open(page, site.serve('/next', { html: STUB + SNIPPET }))
  await arrive(site, 4)
})

test('50 events 50 ms apart, then the tab is closed', async ({ page, site }) => {
  await open(page, site.url)
  await click(page, 50, 50)
  await closeTab(page)
  await arrive(site, 50)
})

test('offline, closed, and reopened online', async ({ context, page, site }) => {
  await open(page, site.url)
  await context.setOffline(true)
  await click(page, 50)
  await closeTab(page)
  await context.setOffline(false)
  await open(await context.newPage(), site.url)
  await arrive(site, 50)
})

for (const mood of ['unavailable', 'too many', 'deaf'] as const)
  test(`the server is ${mood} for 10 s`, async ({ page, site }) => {
    await open(page, site.url)
    await site.become(mood)
    await click(page, 50)
    await call(page, 'flush')
    await page.waitForTimeout(10_000)
    await site.become('well')
    await arrive(site, 50, 20_000)
  })

test('Chromium is killed a second after the last event', async ({ site }, info) => {
  const profile = await mkdtemp(join(tmpdir(), 'tidemark-'))
  const options = info.project.use.launchOptions ?? {}
  const before = await startChromium(profile, options)
  const page = await before.newPage()
  await open(page, site.url)
  await site.become('deaf')
  await click(page, 50)
  await page.waitForTimeout(1000)
  await before.kill()
  await site.become('well')
  const after = await startChromium(profile, options)
  await open(await after.newPage(), site.url)
  await arrive(site, 50)
  await after.kill()
  await rm(profile, { recursive: true, maxRetries: 5 })
})

test('100 events take few requests and bytes, and no preflight', async ({ page, site }) => {
  await open(page, site.url)
  await click(page, 50)
  await click(page, 50)
  await call(page, 'flush')
  await expect.poll(() => site.arrivals('Clicked').length).toBe(100)
  expect(site.received.filter(({ method }) => method === 'OPTIONS')).toEqual([])
  expect(site.received.length).toBeLessThanOrEqual(3)
  expect(site.received.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(12_000)
})

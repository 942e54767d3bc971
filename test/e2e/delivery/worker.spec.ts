import { expect, type Page } from '@playwright/test'
import { arrive, call, click, closeTab, open, type Site, test } from './visitor.ts'

/** Offline it answers every request with a page of its own, as many workers do. */
const WORKER = `oninstall = () => skipWaiting()
  onactivate = () => clients.claim()
  onfetch = (event) => event.respondWith(fetch(event.request).catch(() => new Response('<h1>You are offline</h1>')))`

/** The host's page, whose requests a service worker of its own sees. */
const openControlled = async (page: Page, site: Site) => {
  site.serve('/worker.js', { script: WORKER })
  await page.goto(site.serve('/blank', { html: '' }))
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js')
    await navigator.serviceWorker.ready
  })
  await open(page, site.url)
  expect(await page.evaluate(() => !!navigator.serviceWorker.controller)).toBe(true)
}

test("what the page's service worker answers in place of the server loses nothing", async ({
  page,
  site,
}) => {
  await openControlled(page, site)
  await click(page, 3)
  await call(page, 'flush')
  await arrive(site, 3)
  await site.become('deaf')
  await page.evaluate(() => {
    const { tidemark } = globalThis as unknown as { tidemark: (...args: unknown[]) => void }
    for (const n of [3, 4, 5]) tidemark('track', 'Clicked', { n })
  })
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/b'))
  await call(page, 'flush')
  await answered
  await site.become('well')
  await arrive(site, 6)
})

test('under a service worker a page that closes has handed over its events', async ({ page, site }) => {
  await openControlled(page, site)
  await click(page, 50)
  await closeTab(page)
  await arrive(site, 50)
})

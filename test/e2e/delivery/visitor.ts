import { test as base, expect, type Page } from '@playwright/test'
import { startSite } from './site.ts'

export type Site = Awaited<ReturnType<typeof startSite>>
type Host = { tidemark: ((...args: unknown[]) => void) & { live?: true } }

/** A site for each test. Its context has a page that closes last: a context goes with its last page. */
export const test = base.extend<{ site: Site }>({
  site: async ({ context }, use, info) => {
    const site = await startSite()
    await context.newPage()
    await use(site)
    const repeated = site.arrivals('Clicked').length - site.counted('Clicked')
    info.annotations.push({ type: 'repeated', description: String(repeated) })
    await site.close()
  },
})

/** The host's page, with the tracker ready. */
export const open = async (page: Page, url: string) => {
  await page.goto(url)
  await page.waitForFunction(() => (window as unknown as Host).tidemark?.live)
}

/** As a person closes it: with its unload events. */
export const closeTab = async (page: Page) => {
  const gone = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await gone
}

export const call = (page: Pick<Page, 'evaluate'>, ...args: unknown[]) =>
  page.evaluate((given) => (window as unknown as Host).tidemark(...given), args)

/** `count` events in one turn of the event loop, or with `pauseAfter` ms behind each. */
export const click = (page: Pick<Page, 'evaluate'>, count: number, pauseAfter = 0) =>
  page.evaluate(
    async ([many, pause]) => {
      for (let n = 0; n < many; n++) {
        ;(window as unknown as Host).tidemark('track', 'Clicked', { n })
        if (pause) await new Promise((next) => setTimeout(next, pause))
      }
    },
    [count, pauseAfter] as const,
  )

export const arrive = (site: Site, count: number, timeout = 10_000) =>
  expect.poll(() => site.counted('Clicked'), { timeout }).toBe(count)

import { expect, type Page } from '@playwright/test'
import { SNIPPET, STUB } from './site.ts'
import { click, closeTab, open, type Site, test } from './visitor.ts'

/** Once the session has been noted, its event has been raised. */
const begin = async (page: Page, url: string) => {
  await open(page, url)
  await page.waitForFunction(() => localStorage.getItem('tidemark.pk_test.session'))
}
/** Later by more than the lease, after which it is anybody's. */
const LATER = '<script>const now = Date.now; Date.now = () => now() + 31_000</script>'
const sessions = (site: Site) => site.arrivals('Session Started')
/** What lies in IndexedDB, a batch each: the names of its events. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    if (!(await indexedDB.databases()).length) return []
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('tidemark.pk_test')
      request.addEventListener('success', () => resolve(request.result))
    })
    const all = database.transaction('batches').objectStore('batches').getAll()
    await new Promise((done) => all.addEventListener('success', done))
    database.close()
    return (all.result as { events: string[] }[]).map(({ events }) =>
      events.map((text) => (JSON.parse(text) as { event: string }).event),
    )
  })

test('a session that starts is stored with the first event, as one batch', async ({ page, site }) => {
  await begin(page, site.url)
  // Longer than events are gathered for.
  await page.waitForTimeout(100)
  await click(page, 1)
  await expect.poll(() => stored(page)).toEqual([['Session Started', 'Clicked']])
})

test('a page where nothing happens tells of its session', async ({ page, site }) => {
  await begin(page, site.url)
  await expect.poll(() => site.arrivals('Session Started')).toHaveLength(1)
})

test('a page that is left at once has told of its session, with the time at which it began', async ({
  page,
  site,
}) => {
  await begin(page, site.url)
  const began = await page.evaluate(() => Number(localStorage.getItem('tidemark.pk_test.session')))
  await closeTab(page)
  await expect.poll(() => site.arrivals('Session Started')).toHaveLength(1)
  const [event] = site.arrivals('Session Started')
  expect(Math.abs(Number(event?.timestamp) - began)).toBeLessThan(50)
})

test('a page that is left leaves its session once, with what it handed over', async ({
  context,
  page,
  site,
}) => {
  await begin(page, site.url)
  const waits = () => localStorage.getItem('tidemark.pk_test.spill.session')
  expect(await page.evaluate(waits)).toContain('Session Started')
  await closeTab(page)
  await expect.poll(() => sessions(site)).toHaveLength(1)
  const next = await context.newPage()
  await next.goto(site.serve('/bare', { html: '' }))
  expect(await next.evaluate(waits)).toBeNull()
})

test('what a tab that crashes has not told of its session the next one tells', async ({
  context,
  page,
  site,
}) => {
  await begin(page, site.url)
  await page.goto('chrome://crash').catch(() => {})
  expect(sessions(site)).toEqual([])
  await open(await context.newPage(), site.serve('/later', { html: LATER + STUB + SNIPPET }))
  await expect.poll(() => sessions(site)).toHaveLength(1)
})

test('a page in the background begins no session before it is looked at', async ({ page, site }) => {
  const hide = `<script>let isHidden = true
    Object.defineProperty(document, 'hidden', { get: () => isHidden })
    function show() { isHidden = false; document.dispatchEvent(new Event('visibilitychange')) }</script>`
  await open(page, site.serve('/behind', { html: hide + STUB + SNIPPET }))
  await page.waitForFunction(() => localStorage.getItem('tidemark.pk_test.config'))
  await click(page, 1)
  await expect.poll(() => site.arrivals('Clicked')).toHaveLength(1)
  expect(sessions(site)).toEqual([])
  await page.evaluate('show()')
  await expect.poll(() => sessions(site)).toHaveLength(1)
})

import { test as base, expect, type Page } from '@playwright/test'
import { SNIPPET, STUB, startSite } from '../delivery/site.ts'
import { call, open, type Site } from '../delivery/visitor.ts'
import { about } from './about.ts'

const PROMPTS = [
  about('full', 'modal', { kind: 'limit', limit: 'records', at: 1 }),
  about('sso', 'modal', { kind: 'gate', feature: 'sso' }),
  about('export', 'modal', { kind: 'click', selector: '#export' }),
]
const BUTTONS = `<button data-tidemark-gate="sso">Sign-on</button><button data-tidemark-gate="free">Free</button>
  <button id="export">Export</button><div id="app"></div>
  <script nonce="n">
    document.querySelector('#app').attachShadow({ mode: 'open' }).innerHTML = '<button data-tidemark-gate="sso">Inside</button>'
  </script>`

const test = base.extend<{ site: Site }>({
  site: async ({ context }, use) => {
    const site = await startSite({ prompts: PROMPTS })
    await context.newPage()
    site.serve('/near', { html: BUTTONS + STUB + SNIPPET })
    await use(site)
    await site.close()
  },
})

/** What decides and what draws, as they are fetched. */
const visit = async (page: Page, site: Site) => {
  const fetched: string[] = []
  page.on('request', (request) => {
    const [, chunk] = /(decide|prompt)-[\w-]+\.js/.exec(request.url()) ?? []
    if (chunk) fetched.push(chunk)
  })
  await open(page, `${site.url}near`)
  // Answered once the configuration is here.
  const status = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          (window as unknown as { tidemark: (...args: unknown[]) => void }).tidemark(
            'gate',
            'free',
            (answer: { status: string }) => resolve(answer.status),
          ),
        ),
    )
  await expect.poll(status).toBe('open')
  return fetched
}

test('where nothing is near nothing is fetched', async ({ page, site }) => {
  const fetched = await visit(page, site)
  await page.getByText('Free').hover()
  await call(page, 'limit', 'records', { used: 80, max: 100 })
  await call(page, 'limit', 'seats', { used: 99, max: 100 })
  // Behind what the snippet would have asked for; a busy page may never be idle.
  await page.evaluate(() => new Promise((next) => requestIdleCallback(next, { timeout: 2000 })))
  expect(fetched).toEqual([])
})

for (const [name, used, max] of [
  ['a tenth of a limit', 90, 100],
  ['one more of a small limit', 2, 3],
] as const)
  test(`before a prompt is due, ${name} from it, its code is fetched`, async ({ page, site }) => {
    const fetched = await visit(page, site)
    await call(page, 'limit', 'records', { used, max })
    await expect.poll(() => fetched.toSorted()).toEqual(['decide', 'prompt'])
  })

for (const text of ['Sign-on', 'Export', 'Inside'])
  test(`a pointer over "${text}" fetches what its click would show`, async ({ page, site }) => {
    const fetched = await visit(page, site)
    await page.getByText(text).hover()
    await expect.poll(() => fetched.toSorted()).toEqual(['decide', 'prompt'])
    await expect(page.locator('tidemark-overlay')).toHaveCount(0)
  })

test('so does the focus, for whoever uses the keyboard', async ({ page, site }) => {
  const fetched = await visit(page, site)
  // Only a page in front hears of its focus.
  await page.bringToFront()
  await page.keyboard.press('Tab')
  await expect(page.getByText('Sign-on')).toBeFocused()
  const afterOneMore = async () => {
    await page.keyboard.press('Tab')
    return fetched.toSorted()
  }
  await expect.poll(afterOneMore).toEqual(['decide', 'prompt'])
})

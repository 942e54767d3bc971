import { expect, type Page, test } from '@playwright/test'
import type { Prompt } from '../../../server/wire/prompt.ts'
import type { Explanation, News } from '../../../widget/api.ts'
import { SNIPPET, STUB, startSite } from '../delivery/site.ts'
import { call, open } from '../delivery/visitor.ts'

type Page_ = { tidemark: (...args: unknown[]) => void; skip: News['test']['skip'] }
const DAY = 86_400_000

const PROMPT: Prompt = {
  id: 'tour',
  format: 'slide-in',
  trigger: { kind: 'event', event: 'Exported' },
  title: 'Export to Sheets',
  body: '',
  primary: { kind: 'contact', label: 'Talk to us' },
  experiment: {
    id: 'words',
    unit: 'account',
    holdout: 1,
    variants: [{ id: 'b', share: 0.5, content: { title: 'Sheets, live' } }],
  },
}

const explain = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<Explanation[]>((done) => (window as unknown as Page_).tidemark('explain', 'tour', done)),
  )
const gate = async (page: Page, name: string) =>
  (await explain(page))[0]?.gates.find((each) => each.gate === name)?.reason
const overlay = (page: Page) => page.locator('tidemark-overlay').getByRole('heading')

test('in test mode prompts show, by a clock to move and one fixed visitor; nothing is sent or stored', async ({
  context,
  page,
}) => {
  const site = await startSite({
    prompts: [PROMPT],
    frequency: { spacingAfter: 0, unsolicitedPerDay: null, holdout: 1, repeatDays: 7 },
  })
  await context.newPage()
  const html = `${STUB}<script nonce="n">tidemark('on', 'test', (test) => { window.skip = test.skip })</script>${SNIPPET.replace(' data-key', ' data-test="2026-12-01T09:00:00Z" data-key')}`
  await open(page, site.serve('/test', { html }))
  const titles: (string | null)[] = []
  for (const user of ['u1', 'u2', 'u3']) {
    await call(page, 'identify', user)
    await call(page, 'track', 'Exported')
    await expect(overlay(page)).toBeVisible()
    titles.push(await overlay(page).textContent())
    await page.getByRole('button', { name: 'Later' }).click()
    await expect(overlay(page)).toHaveCount(0)
  }
  expect(new Set(titles).size).toBe(1)
  expect(await gate(page, 'state')).toContain('2026-12-08')
  await page.evaluate((after) => (window as unknown as Page_).skip(after), 8 * DAY)
  expect(await gate(page, 'state')).toBe('passed')
  await call(page, 'flush')
  await page.reload()
  await page.waitForFunction(() => (window as unknown as Page_).skip)
  await page.close({ runBeforeUnload: true })
  expect(site.received).toEqual([])
  const other = await context.newPage()
  await other.goto(site.serve('/empty', { html: '' }))
  expect(await other.evaluate(() => Object.keys(localStorage))).toEqual([])
  expect(await other.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
  await site.close()
})

test('an attribute that only looks like test mode is none: events are sent', async ({ context, page }) => {
  const site = await startSite({ prompts: [PROMPT] })
  await context.newPage()
  const html = STUB + SNIPPET.replace(' data-key', ' data-test="false" data-debug="false" data-key')
  await open(page, site.serve('/no-test', { html }))
  await call(page, 'track', 'Exported')
  await call(page, 'flush')
  await expect.poll(() => site.received.length).toBeGreaterThan(0)
  await site.close()
})

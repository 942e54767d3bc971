import { test as base, expect, type Page } from '@playwright/test'
import type { Prompt } from '../../../server/wire/prompt.ts'
import { startSite } from '../delivery/site.ts'
import { call, open, type Site } from '../delivery/visitor.ts'

const at = (id: string, share: number, format: Prompt['format']): Prompt => ({
  id,
  format,
  trigger: { kind: 'limit', limit: 'records', at: share },
  title: '{used} of {max} records',
  body: '',
  primary: { kind: 'contact', label: 'Talk to us' },
})
const PROMPTS = [at('near', 0.8, 'banner'), at('nearer', 0.9, 'slide-in'), at('full', 1, 'modal')]
/** As it is where a team sets nothing else. */
const DEFAULTS = { spacingAfter: 30_000, unsolicitedPerDay: 1, holdout: 0 }

const test = base.extend<{ site: Site }>({
  site: async ({ context }, use) => {
    const site = await startSite({ prompts: PROMPTS, frequency: DEFAULTS })
    await context.newPage()
    await use(site)
    await site.close()
  },
})

const overlay = (page: Page) => page.locator('tidemark-overlay')
const read = (page: Page, used: number) => call(page, 'limit', 'records', { used, max: 100 })
const suppressed = (site: Site) =>
  site
    .arrivals('Prompt Suppressed')
    .map(({ properties }) => [properties?.['promptId'], properties?.['reason']])

test('as a limit fills up what tells of it changes, however short the time between', async ({
  page,
  site,
}) => {
  await open(page, site.url)
  for (const used of [80, 90, 100]) {
    await read(page, used)
    await expect(overlay(page)).toHaveCount(1)
    await expect(overlay(page)).toContainText(`${used} of 100 records`)
  }
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('what was closed before makes no room: the next one keeps its distance', async ({ page, site }) => {
  await open(page, site.url)
  await read(page, 80)
  await overlay(page).getByLabel('Close').click()
  await expect(overlay(page)).toHaveCount(0)
  await read(page, 100)
  await call(page, 'flush')
  await expect.poll(() => suppressed(site)).toEqual([['full', 'too soon']])
})

test('a limit that has room again brings nothing in place of what it closes', async ({ page, site }) => {
  await open(page, site.url)
  await read(page, 100)
  await expect(overlay(page)).toContainText('100 of 100 records')
  await read(page, 85)
  await expect(overlay(page)).toHaveCount(0)
  await call(page, 'flush')
  await expect.poll(() => suppressed(site)).toEqual([['near', 'too soon']])
})

test('what somebody writes while the limit fills up stays', async ({ page, site }) => {
  await open(page, site.url)
  await read(page, 80)
  await overlay(page).getByRole('button', { name: 'Talk to us' }).click()
  await overlay(page).getByLabel('Message').fill('We need more records')
  await read(page, 100)
  await call(page, 'flush')
  await expect.poll(() => suppressed(site)).toEqual([['full', 'too soon']])
  await expect(overlay(page).getByLabel('Message')).toHaveValue('We need more records')
})

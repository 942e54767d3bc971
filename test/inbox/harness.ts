import { test as base, expect, type Page } from '@playwright/test'
import { createFixture, type Fixture } from './fixture/server.ts'

/** The built inbox in front of a fixture server of its own, so that tests can break what they like. */
export const test = base.extend<{ fixture: Fixture; open: (hash?: string) => Promise<void> }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  fixture: async ({}, use) => {
    const fixture = createFixture()
    await fixture.listen()
    await use(fixture)
    await fixture.close()
  },
  open: async ({ page, fixture }, use) => {
    const violations: string[] = []
    page.on('pageerror', (error) => violations.push(error.message))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text())
    })
    await use(async (hash = '#/') => {
      await page.goto(`${fixture.url()}/inbox${hash}`)
    })
    expect(violations, 'errors and policy violations in the page').toEqual([])
  },
})

export { expect }

export const NORTHWIND = `#/lead/${encodeURIComponent('northwind-trading.example~1')}`
export const row = (page: Page, company: string) => page.locator('.row').filter({ hasText: company })
/** The third column. */
export const lead = (page: Page) => page.getByRole('article')
export const toast = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

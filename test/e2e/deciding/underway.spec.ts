import { test as base, expect, type Page } from '@playwright/test'
import { startSite } from '../delivery/site.ts'
import { call, open, type Site } from '../delivery/visitor.ts'
import { about } from './about.ts'

const PROMPTS = [
  about('full', 'slide-in', { kind: 'limit', limit: 'records', at: 1 }),
  about('sso', 'slide-in', { kind: 'gate', feature: 'sso' }),
  about('invited', 'slide-in', { kind: 'event', event: 'Invited' }),
]

const test = base.extend<{ site: Site }>({
  site: async ({ context }, use) => {
    const site = await startSite({ prompts: PROMPTS })
    await context.newPage()
    await use(site)
    await site.close()
  },
})

const overlay = (page: Page) => page.locator('tidemark-overlay')

/** A visit on which what decides is asked for, and stays on its way until it is let in. */
const visit = async (page: Page, site: Site) => {
  let letIn = () => {}
  const gate = new Promise<void>((resolve) => {
    letIn = resolve
  })
  await page.route('**/decide-*.js', async (route) => {
    await gate
    await route.continue()
  })
  await open(page, site.url)
  await call(page, 'identify', 'u1', {}, {})
  await call(page, 'group', 'acme', {})
  const asked = page.waitForRequest(/decide-/)
  return { asked, letIn }
}
/** Behind all that waited: it shows, and is alone. */
const comesNext = async (page: Page, title: string) => {
  await call(page, 'track', 'Invited')
  await expect(overlay(page)).toContainText(title)
}

test('what a newer reading has room for again is not shown late', async ({ page, site }) => {
  const { asked, letIn } = await visit(page, site)
  await call(page, 'limit', 'records', { used: 100, max: 100 })
  await asked
  await call(page, 'limit', 'records', { used: 10, max: 100 })
  letIn()
  await comesNext(page, 'About invited')
})

for (const [what, ...then] of [
  ['signed out', 'reset'],
  ['went to another account', 'group', 'other', {}],
] as const)
  test(`what was asked for before somebody ${what} is not shown after`, async ({ page, site }) => {
    const { asked, letIn } = await visit(page, site)
    await call(page, 'gate', 'sso')
    await asked
    await call(page, ...then)
    letIn()
    await comesNext(page, 'About invited')
  })

test('what still holds is shown when what decides is here', async ({ page, site }) => {
  const { asked, letIn } = await visit(page, site)
  await call(page, 'limit', 'records', { used: 100, max: 100 })
  await asked
  await call(page, 'limit', 'records', { used: 100, max: 100 })
  letIn()
  await expect(overlay(page)).toContainText('About full')
})

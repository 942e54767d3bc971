import { HOSTILE } from './fixture/leads.ts'
import { expect, lead, test } from './harness.ts'

const EVIL = `#/lead/${encodeURIComponent('evil/../~1?x=%00#é')}`

test('everything that a browser event can set is shown as text and does nothing', async ({ page, open }) => {
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs += 1
    void dialog.dismiss()
  })
  await open(EVIL)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(HOSTILE)
  await expect(page.locator('.message')).toContainText('href="javascript:window.pwned=1"')
  for (const summary of await lead(page).locator('summary').all()) await summary.click()
  await expect(page.locator('.person-more')).toBeVisible()
  await page.getByRole('button', { name: 'Claim lead' }).click()
  await expect(page.locator('.toast')).toContainText('<img src=x')

  expect(dialogs).toBe(0)
  expect(await page.evaluate('window.pwned')).toBeUndefined()
  await expect(lead(page).locator('a, img, script, iframe, svg[onload]')).toHaveCount(0)
  await expect(page.locator('.toast a, .row img')).toHaveCount(0)
})

test('an address that nobody would write shows a page and not an error', async ({ page, open }) => {
  await open('#/lead/%E0%A4%A')
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await open('#/__proto__')
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await open('#/lead/%3Cimg%20src%3Dx%3E')
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible()
})

test('long names and right-to-left names stay in their columns', async ({ page, open }) => {
  for (const width of [390, 1024, 1440]) {
    await page.setViewportSize({ width, height: 844 })
    await open(EVIL)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(spill, `sideways scrolling at ${width}`).toBeLessThanOrEqual(0)
  }
})

import { expect, NORTHWIND, row, test } from './harness.ts'

test.use({ viewport: { width: 390, height: 844 } })

test('on a phone the queue and the lead are one column each, with a way back to the same row', async ({
  page,
  open,
}) => {
  await open()
  await row(page, 'Kōbe Dental Group').click()
  await expect(page.getByRole('heading', { name: 'Kōbe Dental Group' })).toBeVisible()
  await expect(row(page, 'Northwind Trading')).toBeHidden()
  await page.getByRole('button', { name: 'Back to the queue' }).click()
  await expect(row(page, 'Kōbe Dental Group')).toBeFocused()
})

test('the menu on a phone leads everywhere and closes itself', async ({ page, open }) => {
  await open()
  await page.getByRole('button', { name: 'Menu' }).click()
  const menu = page.getByRole('dialog')
  await menu.getByRole('link', { name: 'Deliveries' }).click()
  await expect(menu).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Deliveries', level: 1 })).toBeVisible()
})

test('on a phone the prompts fit, each figure says what it is, and the off switch is in reach', async ({
  page,
  open,
}) => {
  await open('#/prompts')
  const first = page.getByRole('row').filter({ hasText: 'limit-near' })
  await expect(first).toBeVisible()
  const { width = 0, x = 0 } = (await first.boundingBox()) ?? {}
  expect(x + width).toBeLessThanOrEqual(390)
  const label = await first
    .locator('td')
    .nth(1)
    .evaluate((cell) => getComputedStyle(cell, '::before').content)
  expect(label).toBe('"Shown"')
  const toggle = (await page.getByRole('button', { name: 'Turn all off' }).boundingBox()) ?? {
    x: 999,
    width: 0,
  }
  expect(toggle.x + toggle.width).toBeLessThanOrEqual(390)
})

test('a lead that does not exist still has a way back', async ({ page, open }) => {
  await open('#/lead/nobody~9')
  await expect(page.getByRole('alert')).toContainText('Not found')
  await page.getByRole('button', { name: 'Back to the queue' }).click()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
})

test('the snooze menu fits a phone', async ({ page, open }) => {
  await open(NORTHWIND)
  await page.getByRole('button', { name: 'Snooze' }).click()
  const box = await page.getByRole('menu').boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true)
  await page.getByRole('menuitem', { name: '1 day' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Snoozed Northwind Trading' })).toBeVisible()
})

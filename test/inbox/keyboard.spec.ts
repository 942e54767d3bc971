import { expect, lead, row, test } from './harness.ts'

const heading = { name: 'Northwind Trading', level: 1 } as const

test('j and k walk through the queue by urgency, Enter goes into the lead, Escape comes back', async ({
  page,
  open,
}) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('j')
  await expect(row(page, 'Northwind Trading')).toBeFocused()
  await expect(page.getByRole('heading', heading)).toBeVisible()
  await page.keyboard.press('j')
  await expect(row(page, 'Kōbe Dental Group')).toBeFocused()
  await page.keyboard.press('k')
  await expect(row(page, 'Northwind Trading')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', heading)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(row(page, 'Northwind Trading')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Where to begin' })).toBeVisible()
})

test('after a lead left the queue, j goes on with the one that followed it', async ({
  page,
  fixture,
  open,
}) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('j')
  await expect(lead(page).getByText('Why now')).toBeVisible()
  await page.keyboard.press('s')
  await expect(page.getByRole('menuitem', { name: '1 day' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Northwind Trading')).toBeHidden()
  await page.keyboard.press('j')
  await expect(row(page, 'Kōbe Dental Group')).toBeFocused()
  expect(fixture.state.leads.get('northwind-trading.example~1')?.status).toBe('snoozed')
})

test('c claims, z undoes, d asks for the reason and Escape closes the question', async ({ page, open }) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('c')
  await expect(lead(page).getByText('Claimed', { exact: true })).toBeVisible()
  await page.keyboard.press('z')
  await expect(lead(page).getByText('Unclaimed')).toBeVisible()
  await expect(page.locator('.toast'), 'says so, in place of what it took back').toHaveText(
    /^Put Northwind Trading back/,
  )
  await page.keyboard.press('d')
  await expect(page.getByLabel('Student or school project')).toBeFocused()
  await page.keyboard.press('c')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(lead(page).getByText('Unclaimed'), 'keys in a dialog are not shortcuts').toBeVisible()
  await page.keyboard.press('o')
  await expect(page.getByRole('dialog')).toContainText('Won: they bought')
})

test('slash searches company, reason and owner; Escape clears it', async ({ page, open }) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('jonas core')
  await expect(page.locator('.row')).toHaveCount(1)
  await expect(row(page, 'Quill')).toBeVisible()
  await page.keyboard.type(' zzz')
  await expect(page.getByRole('heading', { name: 'No lead matches' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(row(page, 'Northwind Trading')).toBeVisible()
})

test('the shortcuts are listed, and can be switched off for good', async ({ page, open }) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('?')
  await page.getByLabel('Use single-key shortcuts in this browser').uncheck()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'Where to begin' })).toBeVisible()
})

test('the first Tab skips to the content', async ({ page, open }) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

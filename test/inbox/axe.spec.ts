import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { DELIVERIES } from './fixture/deliveries.ts'
import { HELD } from './fixture/held.ts'
import { expect, NORTHWIND, row, test } from './harness.ts'

const settled = (page: Page) => expect(row(page, 'Northwind Trading')).toBeVisible()
const opened = (page: Page) => expect(page.getByText('Why now')).toBeVisible()

type Screen = readonly [name: string, hash: string, ready: (page: Page) => Promise<void>]
const SCREENS: readonly Screen[] = [
  ['queue', '#/', settled],
  ['lead', NORTHWIND, opened],
  ['hostile lead', `#/lead/${encodeURIComponent('evil/../~1?x=%00#é')}`, opened],
  ['generated history', '#/history', (page) => expect(row(page, 'Sample company').first()).toBeVisible()],
  ['no such lead', '#/lead/nobody', (page) => expect(page.getByRole('alert')).toBeVisible()],
  ['review', '#/review', (page) => expect(page.getByText('A visitor')).toBeVisible()],
  ['deliveries', '#/deliveries', (page) => expect(page.getByText('Given up')).toBeVisible()],
  ['setup', '#/setup', (page) => expect(page.getByText('Events arrive')).toBeVisible()],
  ['model', '#/model', (page) => expect(page.getByText('Version 2')).toBeVisible()],
  ['expired link', '#code=used', (page) => expect(page.getByText('no longer works')).toBeVisible()],
]

const press = (key: string) => async (page: Page) => {
  await opened(page)
  await page.keyboard.press(key)
}
const tried = async (page: Page) => {
  await page.getByLabel('Looked at pricing twice: points').fill('25')
  await page.getByRole('button', { name: 'See what it would do' }).click()
  await expect(page.getByText('+31 enter')).toBeVisible()
}
const mistaken = async (page: Page) => {
  await page.getByLabel('Active within').fill('x')
  await expect(page.getByText('1 mistake to put right first')).toBeVisible()
}
const unfolded = async (page: Page) => {
  await opened(page)
  await page.getByText('4 events').click()
  await page.getByText('What they have not done yet').click()
  await page.locator('.person').nth(3).click()
  await expect(page.getByText('What would qualify them')).toBeVisible()
}
const askedBack = async (page: Page) => {
  await page.getByRole('button', { name: 'Roll back to version 1' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
}
const FLOATING: readonly Screen[] = [
  ['snooze menu', NORTHWIND, press('s')],
  ['disqualify dialog', NORTHWIND, press('d')],
  ['help', NORTHWIND, press('?')],
  ['lead with its evidence', NORTHWIND, unfolded],
  ['toast', NORTHWIND, press('c')],
  ['model with its impact', '#/model', tried],
  ['model with a mistake', '#/model', mistaken],
  ['roll back', '#/model', askedBack],
]

for (const colorScheme of ['light', 'dark'] as const)
  for (const [name, hash, ready] of [...SCREENS, ...FLOATING])
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page, fixture, open }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      fixture.state.deliveries = [...DELIVERIES]
      fixture.state.held = [...HELD]
      await open(hash)
      await ready(page)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    })

test('axe finds nothing on a phone', async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(NORTHWIND)
  await opened(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

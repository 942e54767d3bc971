import { HELD } from './fixture/held.ts'
import { expect, test } from './harness.ts'

test('with nothing held the page says when something would be', async ({ page, open }) => {
  await open('#/review')
  await expect(page.getByRole('heading', { name: 'Nothing to review' })).toBeVisible()
  await expect(page.getByText('thirty in all')).toBeVisible()
})

test('a held request is shown as text, and one click opens its lead', async ({ page, fixture, open }) => {
  fixture.state.held = [...HELD]
  await open('#/review')
  await expect(page.getByRole('link', { name: 'To review 3' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'A visitor' })).toContainText(
    '<img src=x',
  )
  const ingrid = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Ingrid Solberg' })
  await expect(ingrid).toContainText('ingrid@brightside-clinics.example')
  await ingrid.getByRole('button', { name: 'Open a lead' }).click()
  await expect(ingrid).toHaveCount(0)
  await page.getByRole('button', { name: 'Open it' }).click()
  await expect(page.getByText('Why now')).toBeVisible()
})

test('a dismissal can be taken back', async ({ page, fixture, open }) => {
  fixture.state.held = [...HELD]
  await open('#/review')
  const visitor = page.getByRole('main').getByRole('listitem').filter({ hasText: 'A visitor' })
  await visitor.getByRole('button', { name: 'Dismiss' }).click()
  await expect(visitor).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(visitor).toHaveCount(1)
})

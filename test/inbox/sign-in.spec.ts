import { expect, test } from './harness.ts'

test('a sign-in link opens the queue, and its code leaves the address bar', async ({
  page,
  fixture,
  open,
}) => {
  fixture.state.isSignedIn = false
  await open('#code=good-code')
  await expect(page.getByRole('heading', { name: 'All open' })).toBeVisible()
  await expect(page.getByText('Priya Nair').first()).toBeVisible()
  expect(page.url()).not.toContain('code')
  await page.goBack().catch(() => null)
  expect(page.url()).not.toContain('good-code')
})

test('a link that was used before says how to get a new one', async ({ page, fixture, open }) => {
  fixture.state.isSignedIn = false
  await open('#code=used-code')
  await expect(page.getByRole('heading', { name: 'This sign-in link no longer works' })).toBeVisible()
  await expect(page.getByText('npx tidemark sign-in you@company.com')).toBeVisible()
  expect(page.url()).not.toContain('used-code')
})

test('without a session the page explains how to sign in, and a link pasted into it works', async ({
  page,
  fixture,
  open,
}) => {
  fixture.state.isSignedIn = false
  await open()
  await expect(page.getByRole('heading', { name: 'Sign in to Tidemark' })).toBeVisible()
  await open('#code=good-code')
  await expect(page.getByRole('heading', { name: 'All open' })).toBeVisible()
})

test('a session that ends shows the sign-in page at the next call', async ({ page, fixture, open }) => {
  await open()
  await expect(page.getByRole('heading', { name: 'All open' })).toBeVisible()
  // With this very call: one that is under way already would show the sign-in page before the link is clicked.
  await page.route('**/api/leads?status=closed', (route) => {
    fixture.state.isSignedIn = false
    return route.continue()
  })
  await page.getByRole('link', { name: 'Closed' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Tidemark' })).toBeVisible()
})

test('signing out ends the session', async ({ page, fixture, open }) => {
  await open()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Tidemark' })).toBeVisible()
  expect(fixture.state.isSignedIn).toBe(false)
})

test('a server that cannot be reached is named and tried again', async ({ page, fixture, open }) => {
  fixture.state.trouble = { kind: 'cut', on: '/api/session' }
  await open()
  await expect(page.getByText('The server cannot be reached.')).toBeVisible()
  fixture.state.trouble = { kind: 'none', on: '' }
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'All open' })).toBeVisible()
})

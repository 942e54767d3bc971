import type { LeadView } from '../../server/wire/view.ts'
import type { Fixture } from './fixture/server.ts'
import { expect, lead, NORTHWIND, row, test, toast } from './harness.ts'

const northwind = (fixture: Fixture): LeadView | undefined =>
  fixture.state.leads.get('northwind-trading.example~1')
const button = 'button' as const

test('claiming shows at once, reaches the server, and can be undone', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Claim lead' }).click()
  await expect(lead(page).getByText('Claimed', { exact: true })).toBeVisible()
  await expect(row(page, 'Northwind Trading')).toContainText('You')
  await expect.poll(() => northwind(fixture)?.owner).toBe('priya.nair@tidemark.example')
  await toast(page, 'Claimed Northwind Trading').getByRole(button, { name: 'Undo' }).click()
  await expect(lead(page).getByText('Unclaimed')).toBeVisible()
  await expect.poll(() => northwind(fixture)?.owner).toBe(null)
})

test('an action does not wait for a slow server', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  fixture.state.trouble = { kind: 'hang', on: '/claim' }
  await page.getByRole(button, { name: 'Claim lead' }).click()
  await expect(lead(page).getByText('Claimed', { exact: true })).toBeVisible()
  expect(northwind(fixture)?.owner).toBe(null)
})

test('a refused action is taken back, with the reason of the server', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  fixture.state.trouble = { kind: 'refuse', on: '/claim' }
  await page.getByRole(button, { name: 'Claim lead' }).click()
  await expect(
    toast(page, 'Northwind Trading was not claimed. Jonas Weber claimed it a moment ago.'),
  ).toBeVisible()
  await expect(lead(page).getByText('Unclaimed')).toBeVisible()
})

test('an action that failed on the way can be tried again', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  fixture.state.trouble = { kind: 'cut', on: '/contact' }
  await page.getByRole(button, { name: 'Mark contacted' }).click()
  const failure = toast(page, 'was not marked as contacted. The server cannot be reached.')
  await expect(failure).toBeVisible()
  await expect(lead(page).getByText('Unclaimed')).toBeVisible()
  fixture.state.trouble = { kind: 'none', on: '' }
  await failure.getByRole(button, { name: 'Try again' }).click()
  await expect.poll(() => northwind(fixture)?.status).toBe('contacted')
})

test('two quick actions arrive in the order in which they were pressed', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await expect(lead(page).getByText('Unclaimed')).toBeVisible()
  await page.keyboard.press('c')
  await page.keyboard.press('e')
  await expect.poll(() => northwind(fixture)?.status).toBe('contacted')
  const actions = fixture.state.calls.filter((call) => call.startsWith('POST'))
  await expect(
    page.locator('.toast'),
    'Undo takes back the last step, so only that one is offered',
  ).toHaveCount(1)
  expect(actions.map((call) => call.split('/').at(-1))).toEqual(['claim', 'contact'])
})

test('disqualifying asks for a reason, and the lead leaves the queue', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Disqualify' }).click()
  const dialog = page.getByRole('dialog', { name: 'Why is this not a lead?' })
  await dialog.getByRole(button, { name: 'Disqualify lead' }).click()
  await expect(dialog, 'no reason, no disqualifying').toBeVisible()
  await expect(dialog.getByRole('alert')).toHaveText('Choose a reason.')
  await dialog.getByRole(button, { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  expect(northwind(fixture)?.status, 'cancelled').toBe('open')
  await page.getByRole(button, { name: 'Disqualify' }).click()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText('Choose a reason.')
  await dialog.getByLabel('Competitor').check()
  await expect(dialog.getByRole('alert'), 'chosen').toHaveText('')
  await dialog.getByLabel('Note').fill('They build the same')
  await dialog.getByRole(button, { name: 'Disqualify lead' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, 'Northwind Trading')).toBeHidden()
  await expect.poll(() => northwind(fixture)?.history.at(-1)?.note).toBe('competitor')
  await toast(page, 'Disqualified Northwind Trading: competitor').getByRole(button, { name: 'Undo' }).click()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
})

test('a won deal carries its amount', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Won or lost' }).click()
  await page.getByLabel('Amount a year').fill('4800')
  const sent = page.waitForRequest((request) => request.url().endsWith('/outcome'))
  await page.getByRole(button, { name: 'Mark as won' }).click()
  expect((await sent).postDataJSON()).toEqual({ outcome: 'won', amount: 4800 })
  await expect.poll(() => northwind(fixture)?.status).toBe('won')
  await page.getByRole('link', { name: 'Closed' }).click()
  await expect(row(page, 'Northwind Trading')).toContainText('Won just now')
  await expect(row(page, 'Drift & Co'), 'when it ended, not when it opened').toContainText('Lost 5 days ago')
  await row(page, 'Drift & Co').click()
  await expect(page.locator('.lead-sub'), 'says once that it is lost').toHaveText(
    /^Lost(?!.*Lost).*5 days ago$/,
  )
})

test('snoozing puts a lead away until later', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Snooze' }).click()
  await page.getByRole('menuitem', { name: '3 days' }).click()
  await expect(row(page, 'Northwind Trading')).toBeHidden()
  await expect.poll(() => northwind(fixture)?.status).toBe('snoozed')
  await page.getByRole('link', { name: 'Snoozed' }).click()
  await expect(row(page, 'Northwind Trading')).toContainText('Until')
})

test('the last step can be taken back from the lead, long after its toast', async ({
  page,
  fixture,
  open,
}) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Claim lead' }).click()
  await expect.poll(() => northwind(fixture)?.undoable).toBe(true)
  await page.getByRole(button, { name: 'Undo last step' }).click()
  await expect.poll(() => northwind(fixture)?.status).toBe('open')
})

test('Undo does not take back what somebody else did meanwhile', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Claim lead' }).click()
  await expect.poll(() => northwind(fixture)?.status).toBe('claimed')
  const claimed = northwind(fixture)
  if (!claimed) throw new Error('The fixture has no Northwind.')
  const theirs = {
    at: new Date().toISOString(),
    by: 'jonas.weber@tidemark.example',
    action: 'contacted',
    note: '',
  }
  fixture.put({ ...claimed, status: 'contacted', history: [...claimed.history, theirs] })
  await toast(page, 'Claimed Northwind Trading').getByRole(button, { name: 'Undo' }).click()
  await expect(toast(page, 'could not be put back. Jonas Weber has acted on it since.')).toBeVisible()
  expect(northwind(fixture)?.status).toBe('contacted')
})

test('the focus stays in the lead when the pressed button gives way to the next', async ({ page, open }) => {
  await open(NORTHWIND)
  await page.getByRole(button, { name: 'Claim lead' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Northwind Trading', level: 1 })).toBeFocused()
})

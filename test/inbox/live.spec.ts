import { ago, HOUR, lead } from './fixture/build.ts'
import { expect, NORTHWIND, lead as pane, row, test } from './harness.ts'

test('a new lead appears by itself, marked as new, counted in the title and said aloud', async ({
  page,
  fixture,
  open,
}) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await expect(page).toHaveTitle('(7) Leads · Tidemark')
  fixture.put(lead('Just Arrived', { dueAt: ago(-2 * HOUR), reason: 'Exports failed at the limit' }))
  await expect(row(page, 'Just Arrived')).toContainText('New')
  await expect(page).toHaveTitle('(8) Leads · Tidemark')
  await expect(page.locator('[aria-live=polite]').filter({ hasText: 'New lead' })).toHaveText(
    'New lead: Just Arrived. Exports failed at the limit',
  )
  await row(page, 'Just Arrived').click()
  await expect(row(page, 'Just Arrived')).not.toContainText('New')
})

test('what another rep does to the open lead shows without a reload', async ({ page, fixture, open }) => {
  await open(NORTHWIND)
  await expect(pane(page).getByText('Unclaimed')).toBeVisible()
  const northwind = fixture.state.leads.get('northwind-trading.example~1')
  if (!northwind) throw new Error('The fixture has no Northwind.')
  fixture.put({ ...northwind, status: 'claimed', owner: 'jonas.weber@tidemark.example' })
  await expect(pane(page).getByRole('button', { name: 'Take over from Jonas Weber' })).toBeVisible()
  await expect(row(page, 'Northwind Trading')).toContainText('Jonas Weber')
})

test('a stream that breaks comes back and catches up on what it missed', async ({ page, fixture, open }) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await expect.poll(() => fixture.state.streams.size).toBe(1)
  for (const stream of fixture.state.streams) stream.end()
  await expect.poll(() => fixture.state.streams.size).toBe(0)
  fixture.put(lead('Missed Meanwhile'))
  await expect(row(page, 'Missed Meanwhile')).toBeVisible()
  await expect(page.getByText('No connection to the server.')).toBeHidden()
})

test('many tabs share one stream, and the next takes over when its tab closes', async ({
  page,
  context,
  fixture,
  open,
}) => {
  await open()
  await expect.poll(() => fixture.state.streams.size).toBe(1)
  const second = await context.newPage()
  await second.goto(`${fixture.url()}/inbox`)
  await expect(row(second, 'Northwind Trading')).toBeVisible()
  fixture.put(lead('Seen in both'))
  await expect(row(page, 'Seen in both')).toBeVisible()
  await expect(row(second, 'Seen in both')).toBeVisible()
  expect(fixture.state.streams.size).toBe(1)
  await page.close()
  await expect.poll(() => fixture.state.streams.size).toBe(1)
  fixture.put(lead('Seen by the heir'))
  await expect(row(second, 'Seen by the heir')).toBeVisible()
})

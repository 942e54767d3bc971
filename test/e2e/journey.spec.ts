import { expect, test } from '@playwright/test'
import { buyingJourney, escalations, leadOf, ordinaryUse, userOf } from './journey.ts'
import { type Stack, startStack } from './stack.ts'

const REASONS = ['active-lately', 'core-workflow', 'invitee-active', 'limit-crossed', 'pricing-visits']

let stack: Stack
test.beforeAll(async () => {
  stack = await startStack()
})
test.afterAll(() => stack?.stop())

test('a person who buys their way through the demo arrives at sales, live and with exactly their reasons', async ({
  browser,
}) => {
  test.slow()
  const { inbox, said } = await buyingJourney(browser, stack)

  const row = inbox.getByRole('list').getByText('Northwind Tools')
  await expect(row, 'the open inbox shows the lead without a reload').toBeVisible()
  await row.click()
  const lead = inbox.getByRole('main')
  await expect(lead.getByText('<b>When</b>')).toBeVisible()

  const view = await leadOf(stack, 'Northwind Tools')
  expect(view.ledger.map(({ rule }) => rule).sort()).toEqual(REASONS)
  expect(view.ledger.reduce((sum, { points }) => sum + points, 0)).toBe(view.score)
  expect(view.verified).toBe(true)
  for (const { because } of view.ledger) await expect(lead.getByText(because).first()).toBeVisible()

  const user = await userOf(stack, view.userId ?? '')
  expect(user.score).toBe(user.ledger.reduce((sum, { points }) => sum + points, 0))

  await expect.poll(() => escalations(stack).filter(({ type }) => type === 'lead.qualified').length).toBe(1)
  expect(escalations(stack)[0]?.data).toMatchObject({ leadId: view.id, accountId: view.accountId })
  expect(said, 'the host page hears nothing from the snippet').toEqual([])
})

test('an ordinary active user never becomes a lead', async ({ browser }) => {
  const before = stack.received.length
  const userId = await ordinaryUse(browser, stack)
  const user = await userOf(stack, userId)
  expect(user.qualified).toBe(false)
  await expect(leadOf(stack, 'Quiet Harbor')).rejects.toThrow('No open lead')
  expect(stack.received.length).toBe(before)
})

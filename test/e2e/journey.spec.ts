import { expect, test } from '@playwright/test'
import { type Cluster, startPostgres } from '../store/postgres.ts'
import { buyingJourney, escalations, leadOf, ordinaryUse, userOf } from './journey.ts'
import { type Stack, startStack } from './stack.ts'

const REASONS = ['active-lately', 'core-workflow', 'invitee-active', 'limit-crossed', 'pricing-visits']

for (const database of ['SQLite', 'Postgres'] as const) {
  test.describe(`on ${database}`, () => {
    let stack: Stack | undefined
    let cluster: Cluster | undefined

    test.beforeAll(async () => {
      if (database === 'Postgres') {
        const started = await startPostgres()
        test.skip(typeof started === 'string', `Skipped on Postgres: ${JSON.stringify(started)}`)
        if (typeof started !== 'string') cluster = started
      }
      stack = await startStack(cluster?.url)
    })
    test.afterAll(async () => {
      await stack?.stop()
      await cluster?.stop()
    })
    const running = (): Stack => {
      if (!stack) throw new Error('the stack did not start')
      return stack
    }

    test('a person who buys their way through the demo arrives at sales, live and with exactly their reasons', async ({
      browser,
    }) => {
      const { inbox, said } = await buyingJourney(browser, running())

      const row = inbox.getByRole('list').getByText('Northwind Tools')
      await expect(row, 'the open inbox shows the lead without a reload').toBeVisible()
      await row.click()
      const lead = inbox.getByRole('main')
      await expect(lead.getByRole('blockquote').getByText('<b>When</b>')).toBeVisible()

      const view = await leadOf(running(), 'Northwind Tools')
      expect(view.ledger.map(({ rule }) => rule).sort()).toEqual(REASONS)
      expect(view.ledger.reduce((sum, { points }) => sum + points, 0)).toBe(view.score)
      expect(view.verified).toBe(true)
      for (const { because } of view.ledger) await expect(lead.getByText(because).first()).toBeVisible()

      await inbox.screenshot({ path: 'test-results/screens/inbox.png' })

      const user = await userOf(running(), view.userId ?? '')
      expect(user.score).toBe(user.ledger.reduce((sum, { points }) => sum + points, 0))

      const qualified = () => escalations(running()).filter(({ type }) => type === 'lead.qualified')
      await expect.poll(() => qualified().length).toBe(1)
      expect(qualified()[0]?.data).toMatchObject({ leadId: view.id, accountId: view.accountId })
      expect(said, 'the host page hears nothing from the snippet').toEqual([])
    })

    test('an ordinary active user never becomes a lead', async ({ browser }) => {
      const before = running().received.length
      const user = await userOf(running(), await ordinaryUse(browser, running()))
      expect(user.score).toBeGreaterThan(0)
      expect(user.qualified).toBe(false)
      await expect(leadOf(running(), 'Quiet Harbor')).rejects.toThrow('No open lead')
      expect(running().received.length).toBe(before)
    })
  })
}

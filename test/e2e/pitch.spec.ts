import { type Browser, expect, type Page, test } from '@playwright/test'
import type { LeadSummary } from '../../server/wire/view.ts'
import { leadOf, signUp } from './journey.ts'
import { type Stack, startStack } from './stack.ts'

let stack: Stack
test.beforeAll(async () => {
  stack = await startStack()
})
test.afterAll(() => stack.stop())

const buyer = async (browser: Browser): Promise<Page> => {
  const page = await (await browser.newContext()).newPage()
  await page.clock.install()
  await signUp(page, stack, {
    name: 'Ida Holm',
    email: 'ida@harbor-lights.example',
    company: 'Harbor Lights',
  })
  return page
}
const post = (path: string, body: object) => stack.api(path, { method: 'POST', body: JSON.stringify(body) })
const trySso = async (page: Page) => {
  await page.getByRole('link', { name: 'Settings', exact: true }).first().click()
  await page.getByRole('button', { name: 'Set up SSO' }).click()
}
const offer = (page: Page) => page.getByRole('dialog')

test('who sales has is offered a talk with their rep instead of a checkout, and the switch closes it everywhere', async ({
  browser,
}) => {
  const page = await buyer(browser)
  await trySso(page)
  await expect(offer(page).getByRole('link', { name: /Start Pro/ })).toBeVisible()
  await offer(page).getByRole('button', { name: 'Talk to sales' }).click()
  await offer(page).getByLabel('Message').fill('Can we talk about SSO?')
  await offer(page).getByRole('button', { name: 'Send message' }).click()
  await expect(offer(page)).toContainText('will reply to ida@harbor-lights.example')
  await offer(page).getByRole('button', { name: 'Close' }).first().click()

  await expect
    .poll(async () =>
      (await stack.api<LeadSummary[]>('/api/leads?status=open')).map(({ company }) => company),
    )
    .toContain('Harbor Lights')
  const lead = await leadOf(stack, 'Harbor Lights')
  const inbox = await (await browser.newContext()).newPage()
  await inbox.goto(await stack.signInLink('priya.nair@tidemark.example'))
  await inbox.getByRole('list').getByText('Harbor Lights').click()
  await inbox
    .getByRole('button', { name: /^Claim/ })
    .first()
    .click()
  await expect
    .poll(async () => (await leadOf(stack, 'Harbor Lights')).owner)
    .toBe('priya.nair@tidemark.example')
  expect(lead.verified).toBe(true)

  // The next batch of this verified person is answered with whom to talk to.
  const told = page.waitForResponse(async (response) =>
    (await response.text().catch(() => '')).includes('Priya Nair'),
  )
  await page.reload()
  await told
  await trySso(page)
  await expect(offer(page).getByText('Talk to Priya Nair')).toBeVisible()
  await expect(offer(page).getByRole('link', { name: /Start Pro/ })).toHaveCount(0)

  await post('/api/prompts/switch', { enabled: false })
  await page.clock.fastForward(60_000)
  await expect(offer(page), 'within a minute').toHaveCount(0)
})

import { test as base, expect, type Page } from '@playwright/test'
import type { Prompt } from '../../../server/wire/prompt.ts'
import { SNIPPET, STUB, startSite } from '../delivery/site.ts'
import { call, open, type Site } from '../delivery/visitor.ts'

const ASK: Prompt = {
  id: 'ask',
  format: 'modal',
  trigger: { kind: 'gate', feature: 'sso' },
  title: 'Single sign-on comes with Pro',
  body: '',
  primary: { kind: 'contact', label: 'Talk to us' },
}
const REQUESTED = 'Sales Contact Requested'

const test = base.extend<{ site: Site }>({
  site: async ({ context }, use) => {
    const frequency = { spacingAfter: 0, unsolicitedPerDay: null, holdout: 0 }
    const contact = { name: 'Priya', link: 'mailto:priya@meridian.example' }
    const site = await startSite({ prompts: [ASK], frequency, contact })
    await context.newPage()
    await use(site)
    await site.close()
  },
})

const write = async (page: Page) => {
  await call(page, 'identify', 'u1', { name: 'Ada Winter', email: 'ada@harbor.example' })
  await call(page, 'gate', 'sso')
  await page.getByRole('button', { name: 'Talk to us' }).click()
  await page.getByRole('textbox', { name: 'Message' }).fill('We are 40 people.')
}
const send = (page: Page) => page.getByRole('button', { name: 'Send message' }).click()
const thanks = (page: Page) => page.getByRole('heading', { name: 'Thanks.' })

test('thanks are said when the message is there, which then counts once', async ({ page, site }) => {
  await open(page, site.url)
  await write(page)
  await send(page)
  await expect(thanks(page)).toBeVisible()
  expect(site.counted(REQUESTED)).toBe(1)
  expect(site.arrivals(REQUESTED)[0]?.properties).toMatchObject({
    message: 'We are 40 people.',
    promptId: 'ask',
  })
})

test('a message that the server turns away is not thanked for: another way is offered', async ({
  page,
  site,
}) => {
  await open(page, site.url)
  await write(page)
  await site.become('unwelcoming')
  await send(page)
  await expect(page.getByRole('alert')).toContainText('could not be sent from here')
  await expect(page.getByRole('link', { name: 'Talk to Priya' })).toHaveAttribute('href', /^mailto:priya/)
  await expect(thanks(page)).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('We are 40 people.')
})

test('offline the message is safe on the device, and comes later', async ({ context, page, site }) => {
  await open(page, site.url)
  await write(page)
  await context.setOffline(true)
  await send(page)
  await expect(thanks(page)).toBeVisible()
  await page.close()
  await context.setOffline(false)
  await open(await context.newPage(), site.url)
  await expect.poll(() => site.counted(REQUESTED)).toBe(1)
})

test('offline where nothing can be stored it says so', async ({ context, page, site }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('blocked', 'SecurityError')
    }
  })
  await open(page, site.url)
  await write(page)
  await context.setOffline(true)
  await send(page)
  await expect(page.getByRole('alert')).toContainText('was not sent')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(thanks(page)).toBeVisible()
})

test('without consent nothing is sent, and the form says so', async ({ page, site }) => {
  const limit: Prompt = { ...ASK, trigger: { kind: 'limit', limit: 'records', at: 1 } }
  await page.route('**/v1/config*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), prompts: [limit] } })
  })
  await open(
    page,
    site.serve('/denied', { html: STUB + SNIPPET.replace(' data-key', ' data-consent="denied" data-key') }),
  )
  await call(page, 'limit', 'records', { used: 100, max: 100 })
  await page.getByRole('button', { name: 'Talk to us' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada')
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@harbor.example')
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
  await send(page)
  await expect(page.getByRole('alert')).toContainText('could not be sent from here')
  expect(site.received).toEqual([])
})

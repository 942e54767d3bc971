import { type Browser, expect, type Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import type { LeadSummary, LeadView, UserView } from '../../server/wire/view.ts'
import type { Stack } from './stack.ts'

/** A click on every button a person would press; the words are what the person reads. */
export const signUp = async (
  page: Page,
  stack: Stack,
  person: { name: string; email: string; company: string },
) => {
  await page.goto(stack.demoUrl)
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('Work e-mail').fill(person.email)
  await page.getByLabel('Company').fill(person.company)
  await page.getByRole('button', { name: 'Create workspace' }).click()
  await expect(page.getByRole('heading', { name: person.name.split(' ')[0] ?? '' })).toBeVisible()
}

const open = (page: Page, link: string) => page.getByRole('link', { name: link, exact: true }).first().click()

/** Presses "Add 10 sample records" until the plan's use is `used`. */
export const addRecords = async (page: Page, from: number, used: number) => {
  for (let have = from; have < used; have += 10) {
    await page.getByRole('button', { name: 'Add 10 sample records' }).click()
    await expect(page.getByText(`${have + 10} of 100`).first()).toBeVisible()
  }
}

const pricingVisit = async (page: Page) => {
  const visit = page.waitForRequest((request) => (request.postData() ?? '').includes('Pricing Viewed'), {
    timeout: 20_000,
  })
  await page.goto(new URL('/pricing', page.url()).href)
  return visit
}

/** The invited teammate meets the full plan, makes room and adds a customer: that is work. */
const joinAndWork = async (browser: Browser, link: string) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill('Noor Haddad')
  await page.getByRole('button', { name: /^Join/ }).click()
  await open(page, 'Customers')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click()
  await expect(page.getByText('99 of 100').first()).toBeVisible()
  await page.getByRole('button', { name: 'Add record' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill('Ines Duarte')
  await form.getByLabel('Company').fill('Harbor Lights')
  await form.getByLabel('E-mail').fill('ines@harbor-lights.example')
  await form.getByRole('button', { name: 'Save record' }).click()
  await expect(page.getByText('100 of 100').first()).toBeVisible()
}

const invite = async (page: Page, email: string): Promise<string> => {
  await page.getByLabel('Invite a teammate').fill(email)
  await page.getByRole('button', { name: 'Send invitation' }).click()
  const row = page.getByRole('listitem').filter({ hasText: email })
  return (await row.getByRole('link').getAttribute('href')) ?? ''
}

/** Sign up, reach the limit, try SSO, look at prices, invite, ask for sales; then what sales sees and receives. */
export const buyingJourney = async (browser: Browser, stack: Stack) => {
  const inbox = await (await browser.newContext()).newPage()
  await inbox.goto(await stack.signInLink('rae@tidemark.example'))
  await expect(inbox.getByRole('main')).toBeVisible()
  await expect(inbox).not.toHaveURL(/code=/)

  const page = await (await browser.newContext()).newPage()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  await signUp(page, stack, {
    name: 'Mara Quist',
    email: 'mara@northwind-tools.example',
    company: 'Northwind Tools',
  })

  await open(page, 'Customers')
  await addRecords(page, 0, 80)
  await expect(page.getByRole('heading', { name: /80 of 100 records/ })).toBeVisible()
  await page.getByRole('button', { name: 'Later' }).click()
  await addRecords(page, 80, 100)
  const atLimit = page.getByRole('dialog')
  await expect(atLimit.getByRole('heading', { name: /100 of 100 records/ })).toBeVisible()
  await expect(atLimit.getByRole('link')).toHaveAttribute('href', /\/checkout/)
  await page.screenshot({ path: 'test-results/screens/prompt.png', animations: 'disabled' })
  await page.keyboard.press('Escape')
  await expect(atLimit).toHaveCount(0)

  await open(page, 'Settings')
  await page.getByRole('button', { name: 'Set up SSO' }).click()
  const atGate = page.getByRole('dialog')
  await expect(atGate.getByRole('heading', { name: /SSO|single sign-on/i })).toBeVisible()
  await atGate.getByRole('button', { name: 'Close' }).click()
  await expect(atGate).toHaveCount(0)

  await open(page, 'Team')
  const link = await invite(page, 'noor@northwind-tools.example')
  await invite(page, 'theo@northwind-tools.example')
  await joinAndWork(browser, new URL(link, stack.demoUrl).href)

  await pricingVisit(page)
  await open(page, 'Home')
  await pricingVisit(page)
  const slideIn = page.getByRole('region', { name: /which plan fits|Ask sales/ })
  await expect(slideIn).toBeVisible()

  await slideIn.getByRole('button', { name: /sales|talk/i }).click()
  await expect(slideIn.getByLabel('Email')).toHaveValue('mara@northwind-tools.example')
  await slideIn.getByLabel('Message').fill('We need SSO for 12 people. <b>When</b> can we talk?')
  await slideIn.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByText('will reply to mara@northwind-tools.example')).toBeVisible()

  return { inbox, said }
}

/** The lead of a company once the inbox's own page shows it, without a reload. */
export const leadOf = async (stack: Stack, company: string): Promise<LeadView> => {
  const leads = await stack.api<LeadSummary[]>('/api/leads?status=open')
  const lead = leads.find((each) => each.company === company)
  if (!lead)
    throw new Error(`No open lead of ${company} among ${leads.map((each) => each.company).join(', ')}`)
  return stack.api<LeadView>(`/api/leads/${encodeURIComponent(lead.id)}`)
}

/** What arrived at the receiver, its signatures checked by the Standard Webhooks library. */
export const escalations = (stack: Stack): { type: string; data: Record<string, unknown> }[] => {
  const webhook = new Webhook(stack.webhookSecret)
  return stack.received.map(
    ({ body, headers }) => webhook.verify(body, headers) as { type: string; data: Record<string, unknown> },
  )
}

export const userOf = (stack: Stack, userId: string) =>
  stack.api<UserView>(`/api/users/${encodeURIComponent(userId)}`)

/** Signs up, works, comes back: active, and far from qualified. */
export const ordinaryUse = async (browser: Browser, stack: Stack): Promise<string> => {
  const page = await (await browser.newContext()).newPage()
  await signUp(page, stack, { name: 'Ola Berg', email: 'ola@quiet-harbor.example', company: 'Quiet Harbor' })
  await open(page, 'Customers')
  await addRecords(page, 0, 30)
  await open(page, 'Settings')
  await open(page, 'Home')
  await page.reload()
  const { me } = await page.evaluate(() => fetch('/api/me').then((response) => response.json()))
  await expect
    .poll(async () => (await userOf(stack, me.person.id).catch(() => null))?.score ?? 0)
    .toBeGreaterThan(0)
  return me.person.id
}

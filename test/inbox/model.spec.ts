import type { Page } from '@playwright/test'
import type { Fixture } from './fixture/server.ts'
import { expect, test, toast } from './harness.ts'

const points = (page: Page) => page.getByLabel('Looked at pricing twice: points')
const review = (page: Page) => page.getByRole('complementary', { name: 'Your changes' })

/** Publishes 25 points, which the server refuses. */
const publishInVain = async (page: Page, { state }: Fixture) => {
  await points(page).fill('25')
  await review(page).getByRole('button', { name: 'See what it would do' }).click()
  await review(page).getByLabel('Why').fill('Try')
  state.trouble = { kind: 'refuse', on: 'PUT /api/model' }
  await review(page).getByRole('button', { name: 'Publish for everybody' }).click()
  await expect(review(page).getByRole('alert')).toContainText('claimed it a moment ago')
}

test('a change is shown with what it would do, and is published with a reason', async ({
  page,
  fixture,
  open,
}) => {
  await open('#/model')
  await expect(page.getByText('Version 2')).toBeVisible()
  await points(page).fill('25')
  await expect(review(page)).toContainText('rules › pricing-visits › points')
  await expect(review(page)).toContainText('15 → 25')
  await review(page).getByRole('button', { name: 'See what it would do' }).click()
  await expect(review(page)).toContainText('+31 enter')
  await expect(review(page)).toContainText('212 of 1,840 qualified now, 239 then')
  await expect(review(page)).toContainText('Priya Nair')
  await review(page).getByLabel('Why').fill('They buy after all')
  await review(page).getByRole('button', { name: 'Publish for everybody' }).click()
  await expect(toast(page, 'Version 3 is in force.')).toBeVisible()
  await expect(page.getByText('They buy after all').first()).toBeVisible()
  await expect(review(page)).toContainText('Nothing changed yet')
  expect(fixture.state.model.versions.at(-1)).toMatchObject({ version: 3, reason: 'They buy after all' })
})

test('a span that is written out can be read as a whole', async ({ page, open }) => {
  await open('#/model')
  for (const span of [page.getByLabel('Active within'), page.getByLabel('Looked at pricing twice: within')]) {
    await span.fill('12 weeks')
    expect(await span.evaluate((field) => field.scrollWidth - field.clientWidth)).toBe(0)
  }
})

test('mistakes stand beside their fields and are all listed; nothing can be published meanwhile', async ({
  page,
  open,
}) => {
  await open('#/model')
  await page.getByLabel('Active within').fill('14 days')
  await points(page).fill('')
  await expect(page.getByLabel('Active within')).toHaveAttribute('aria-invalid', 'true')
  await expect(points(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(review(page)).toContainText('2 mistakes to put right first')
  await expect(review(page).getByRole('button', { name: 'See what it would do' })).toHaveCount(0)
  await page.getByLabel('Active within').fill('7d')
  await points(page).fill('15')
  await expect(review(page)).toContainText('14d → 7d')
})

test('a figure inside a condition is edited in its sentence', async ({ page, open }) => {
  await open('#/model')
  await page.getByLabel('Looked at pricing twice: at least').fill('3')
  await page.getByLabel('Looked at pricing twice: within').fill('14d')
  await expect(review(page)).toContainText('rules › pricing-visits › when › atLeast')
  await expect(review(page)).toContainText('30d → 14d')
  await review(page).getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByLabel('Looked at pricing twice: at least')).toHaveValue('2')
})

test('a share of a limit is read and edited as percent', async ({ page, open }) => {
  await open('#/model')
  const share = page.getByLabel('Reached a plan limit: at least')
  await expect(share).toHaveValue('100')
  await share.fill('80')
  await expect(review(page)).toContainText('1 → 0.8')
})

test('what the form does not show is edited as JSON, and the form follows', async ({ page, open }) => {
  await open('#/model')
  await page.getByText('Everything as JSON').click()
  const text = page.getByLabel('The model as JSON')
  const model = JSON.parse(await text.inputValue())
  await text.fill('{')
  await expect(page.getByText('This is not JSON yet')).toBeVisible()
  await text.fill(JSON.stringify({ ...model, coolDown: '45d' }))
  await expect(page.getByLabel('Cool-down')).toHaveValue('45d')
  await expect(review(page)).toContainText('→ 45d')
})

test('an older version is compared and published again, with a reason', async ({ page, fixture, open }) => {
  await open('#/model')
  await page.getByRole('button', { name: 'What changed since version 1' }).click()
  await expect(page.getByText('20 → 15')).toBeVisible()
  await page.getByRole('button', { name: 'Roll back to version 1' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('Too few leads')
  await dialog.getByRole('button', { name: 'Roll back to version 1' }).click()
  await expect(toast(page, 'Version 1 is in force again, as version 3.')).toBeVisible()
  await expect(points(page)).toHaveValue('20')
  expect(fixture.state.model.versions).toHaveLength(3)
})

test('while everybody is judged the page says how far it is', async ({ page, fixture, open }) => {
  const startedAt = new Date().toISOString()
  fixture.state.model.progress = { version: 2, done: 1200, total: 3000, startedAt, finishedAt: null }
  await open('#/model')
  await expect(page.getByText('Judging everybody by version 2: 1,200 of 3,000 accounts')).toBeVisible()
  fixture.state.model.progress = { version: 2, done: 3000, total: 3000, startedAt, finishedAt: startedAt }
  await expect(page.getByText('Judging everybody')).toHaveCount(0)
})

test('a refusal in between says so and keeps the draft', async ({ page, fixture, open }) => {
  await open('#/model')
  await publishInVain(page, fixture)
  await expect(points(page)).toHaveValue('25')
})

test('a refusal stays, although a look at the draft that began before it comes to its end', async ({
  page,
  fixture,
  open,
}) => {
  const late = Promise.withResolvers<void>()
  const looked = Promise.withResolvers<void>()
  let asks = 0
  await page.route('**/api/model/versions', async (route) => {
    if (asks++ === 0) await late.promise
    await route.continue()
  })
  await open('#/model')
  await publishInVain(page, fixture)
  page.on('response', (response) => {
    if (response.url().endsWith('/check')) looked.resolve()
  })
  late.resolve()
  await looked.promise
  await page.evaluate(() => new Promise((next) => setTimeout(next, 50)))
  await expect(review(page).getByRole('alert')).toContainText('claimed it a moment ago')
  await points(page).fill('26')
  await expect(review(page).getByRole('alert'), 'said of what was published').toBeHidden()
})

test('where leads go is shown in order, and which routes open none', async ({ page, open }) => {
  await open('#/model')
  const routes = page.getByRole('region', { name: 'Where leads go' })
  await expect(routes).toContainText('the same business day')
  await routes.getByLabel('Fewer than 10 users: answer within').fill('16')
  await expect(review(page)).toContainText('8 → 16')
  await page.getByText('Everything as JSON').click()
  const text = page.getByLabel('The model as JSON')
  const model = JSON.parse(await text.inputValue())
  const kept = { id: 'kept', label: 'Limit hit on a free plan', to: 'Upsell', lead: false }
  await text.fill(JSON.stringify({ ...model, routes: [kept, ...model.routes] }))
  await expect(routes).toContainText('Limit hit on a free plan, to')
  await expect(routes).toContainText('no lead: prompts only')
})

test('factors of fit, and what an account is judged by, are edited in their sentences', async ({
  page,
  open,
}) => {
  await open('#/model')
  await page.getByText('Everything as JSON').click()
  const text = page.getByLabel('The model as JSON')
  const model = JSON.parse(await text.inputValue())
  const saved = { usersWho: { count: 'core', atLeast: 1, within: '7d' }, atLeast: 3 }
  const team = { id: 'team', label: 'A team', points: 10, when: { users: 'active', atLeast: 3 } }
  await text.fill(
    JSON.stringify({
      ...model,
      fit: {
        factors: [{ id: 'small', label: 'Small', times: 0.5, when: { trait: 'employees', atMost: 9 } }],
      },
      account: { score: 10, rules: [team], when: saved },
    }),
  )
  await page.getByLabel('Small: factor').fill('0.25')
  await page.getByLabel('A team: points').fill('12')
  await page.getByLabel('An account is qualified: within').fill('14d')
  const now = JSON.parse(await text.inputValue())
  expect([now.fit.factors[0].times, now.account.rules[0].points, now.account.when.usersWho.within]).toEqual([
    0.25,
    12,
    '14d',
  ])
})

test('the page says which events a signal counts, and takes own ones', async ({ page, open }) => {
  await open('#/model')
  const signals = page.getByRole('region', { name: 'Which events count' })
  await expect(signals).toContainText('Pricing Viewed')
  const own = signals.getByLabel('Pricing: own events')
  await own.fill('Plans Opened, /plans/*,')
  await own.blur()
  await expect(own).toHaveValue('Plans Opened, /plans/*')
  await expect(review(page)).toContainText('signals › pricing')
  await expect(review(page)).toContainText('Plans Opened')
  await own.fill('')
  await own.blur()
  await expect(review(page)).toContainText('Nothing changed yet')
})

test('names that are being typed stay, although news are drawn around them', async ({ page, open }) => {
  await open('#/model')
  const own = page.getByRole('region', { name: 'Which events count' }).getByLabel('Pricing: own events')
  await own.fill('Plans Opened')
  await points(page).evaluate((input: HTMLInputElement) => {
    input.value = '25'
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await expect(review(page)).toContainText('15 → 25')
  await expect(own).toHaveValue('Plans Opened')
  await own.blur()
  await expect(review(page)).toContainText('signals › pricing')
})

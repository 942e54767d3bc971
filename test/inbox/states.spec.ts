import { lead } from './fixture/build.ts'
import { DELIVERIES } from './fixture/deliveries.ts'
import { expect, NORTHWIND, row, test } from './harness.ts'

test('an empty queue says what will fill it', async ({ page, fixture, open }) => {
  fixture.state.leads.clear()
  await open()
  await expect(page.getByRole('heading', { name: 'No open leads' })).toBeVisible()
  fixture.put(lead('The First'))
  await expect(row(page, 'The First')).toBeVisible()
})

test('an error names itself and is tried again', async ({ page, fixture, open }) => {
  fixture.state.trouble = { kind: 'error', on: '/api/leads' }
  await open()
  await expect(page.getByRole('alert')).toContainText('The database did not answer.')
  // Trying in vain first: by then the stream is open too, and nothing else asks again by itself.
  const inVain = page.waitForResponse((response) => response.url().includes('/api/leads'))
  await page.getByRole('button', { name: 'Try again' }).click()
  await inVain
  await expect(page.getByRole('alert')).toContainText('The database did not answer.')
  fixture.state.trouble = { kind: 'none', on: '' }
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
})

test('a slow answer shows its shape meanwhile', async ({ page, fixture, open }) => {
  fixture.state.trouble = { kind: 'hang', on: '/api/leads' }
  await open()
  await expect(page.getByText('Loading the leads')).toBeAttached()
  await expect(page.locator('.skeleton')).toHaveCSS('opacity', '1')
})

test('offline keeps what is known on screen, says so, and recovers by itself', async ({
  page,
  context,
  fixture,
  open,
}) => {
  await open(NORTHWIND)
  await expect(page.getByText('Why now')).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('No connection to the server.')).toBeVisible()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  fixture.put(lead('While you were away'))
  await context.setOffline(false)
  await expect(row(page, 'While you were away')).toBeVisible()
  await expect(page.getByText('No connection to the server.')).toBeHidden()
})

test('a stream that was on its way when the network went does not say that all is well', async ({
  page,
  open,
}) => {
  const late = Promise.withResolvers<void>()
  const again = Promise.withResolvers<void>()
  let streams = 0
  await page.route('**/api/stream', async (route) => {
    streams += 1
    if (streams > 1) {
      again.resolve()
      return route.abort()
    }
    await late.promise
    // Whoever gave it up does not get it.
    await route.continue().catch(() => undefined)
  })
  await open(NORTHWIND)
  await expect(page.getByText('Why now')).toBeVisible()
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  late.resolve()
  await again.promise
  await expect(page.getByText('No connection to the server.')).toBeVisible()
})

test('a lead that does not exist says so', async ({ page, open }) => {
  await open('#/lead/nobody~9')
  await expect(page.getByRole('alert')).toContainText('Not found')
})

test('the reasons say whose points they are', async ({ page, fixture, open }) => {
  const northwind = fixture.state.leads.get('northwind-trading.example~1')
  const person = northwind?.people.find(({ userId }) => userId === northwind.userId)
  await open(NORTHWIND)
  await expect(page.getByRole('heading', { name: `Why now points of ${person?.name}` })).toBeVisible()
})

test('the reasons of a lead add up to its score', async ({ page, open }) => {
  await open(NORTHWIND)
  await expect(page.locator('.reasons')).toBeVisible()
  const figures = await page.locator('.reasons .figure').allTextContents()
  const points = figures.map((text) => Number(text.replace('−', '-')))
  expect(points.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(points.at(-1))
})

test('imported history is apart from the queue and labelled as generated', async ({ page, open }) => {
  await open()
  await expect(row(page, 'Northwind Trading')).toBeVisible()
  await expect(row(page, 'Sample company')).toHaveCount(0)
  await page.getByRole('link', { name: 'Imported history' }).click()
  await row(page, 'Sample company 1').first().click()
  await expect(page.getByText('Generated history.')).toBeVisible()
})

test('with nothing open, a list that has leads says that one can be read beside it', async ({
  page,
  fixture,
  open,
}) => {
  for (const [id, { historic }] of fixture.state.leads) if (!historic) fixture.state.leads.delete(id)
  await open()
  await expect(page.getByText('Choose a lead to read it here')).toHaveCount(0)
  await page.getByRole('link', { name: 'Imported history', exact: true }).click()
  await expect(page.getByText('Choose a lead to read it here')).toBeVisible()
})

test('an unverified lead warns before anything else', async ({ page, open }) => {
  await open(`#/lead/${encodeURIComponent('oren-labs.example~1')}`)
  await expect(page.getByText('Identity not verified.')).toBeVisible()
})

test('a visitor whom nobody knows counts as such, not as no users', async ({ page, fixture, open }) => {
  const northwind = fixture.state.leads.get('northwind-trading.example~1')
  if (!northwind) throw new Error('The fixture has no Northwind.')
  const people = northwind.people.slice(0, 1)
  fixture.put({ ...northwind, userId: null, users: 0, activeUsers: 0, champions: [], people })
  await open(NORTHWIND)
  await expect(page.locator('.facts')).toContainText('Nobody has signed in')
  await expect(page.getByRole('heading', { name: 'People 1' })).toBeVisible()
  await expect(row(page, 'Northwind Trading')).toContainText('A visitor')
})

test('deliveries say what failed and can be sent again', async ({ page, fixture, open }) => {
  fixture.state.deliveries = [...DELIVERIES]
  await open('#/deliveries')
  const failed = page.getByRole('row').filter({ hasText: 'Given up' })
  await expect(failed).toContainText('404: no_service <b>gone</b>')
  await failed.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Given up' })).toHaveCount(0)
  await expect(page.getByText('It is sent again now')).toBeVisible()
})

test('the setup page gives the snippet with the public key, and shows what was rejected', async ({
  page,
  fixture,
  open,
}) => {
  fixture.state.installation = { ...fixture.state.installation, rejected: 3 }
  fixture.state.rejected = [
    {
      at: new Date().toISOString(),
      reason: 'userId or anonymousId is required',
      type: 'track',
      messageId: null,
    },
  ]
  await open('#/setup')
  await expect(page.getByRole('heading', { name: 'Events arrive' })).toBeVisible()
  await expect(page.locator('pre')).toContainText(
    `src="${fixture.url()}/tidemark.js" data-key="pk_7f3kq9ZtM2"`,
  )
  await expect(page.getByText('userId or anonymousId is required')).toBeVisible()
})

test('what is refused at the door is shown with its reason and what to do', async ({
  page,
  fixture,
  open,
}) => {
  const lastAt = new Date().toISOString()
  fixture.state.installation = {
    ...fixture.state.installation,
    refused: [
      { what: 'origin', which: 'https://staging.example', requests: 3, lastAt },
      { what: 'token', which: 'expired', requests: 1, lastAt },
    ],
  }
  await open('#/setup')
  const check = (title: string) => page.getByRole('listitem').filter({ hasText: title })
  await expect(check('Sites that are refused')).toContainText('https://staging.example3 requests')
  await expect(check('Sites that are refused')).toContainText('TIDEMARK_ORIGINS')
  await expect(check('Identity tokens that are refused')).toContainText('getToken fetch a fresh one')
  await expect(page.getByText('Requests with an unknown key')).toHaveCount(0)
})

test('the setup page says which messages do not arrive, why and what to do', async ({
  page,
  fixture,
  open,
}) => {
  const seen = fixture.state.installation
  fixture.state.installation = {
    ...seen,
    failing: [
      {
        channel: 'webhook',
        deliveries: 12,
        since: new Date(Date.now() - 7_200_000).toISOString(),
        lastError: 'answered 404',
        advice: 'It knows no such address: correct TIDEMARK_WEBHOOK_URL.',
      },
    ],
  }
  await open('#/setup')
  const check = page.getByRole('listitem').filter({ hasText: 'Messages to webhook do not arrive' })
  await expect(check).toHaveAttribute('data-state', 'bad')
  await expect(check).toContainText('12 messages, the oldest of 2 h ago. The last error: answered 404.')
  await expect(check).toContainText('correct TIDEMARK_WEBHOOK_URL')
  fixture.state.installation = seen
  await expect(check).toHaveCount(0)
})

test('the setup page names a proxy that is not trusted, and the setting', async ({ page, fixture, open }) => {
  fixture.state.installation = {
    ...fixture.state.installation,
    proxies: [{ address: '10.0.0.5', requests: 40, lastAt: new Date().toISOString() }],
  }
  await open('#/setup')
  const check = page.getByRole('listitem').filter({ hasText: 'A proxy that is not trusted' })
  await expect(check).toContainText('set TIDEMARK_TRUST_PROXY to its address')
  await expect(check).toContainText('10.0.0.540 requests')
})

test('before the first event the setup page waits, and notices it', async ({ page, fixture, open }) => {
  const seen = fixture.state.installation
  fixture.state.installation = { ...seen, lastEventAt: null, events: 0, origins: [] }
  await open('#/setup')
  await expect(page.getByRole('heading', { name: 'Waiting for the first event' })).toBeVisible()
  fixture.state.installation = seen
  await expect(page.getByRole('heading', { name: 'Events arrive' })).toBeVisible()
})

test('a reason shows the newest events behind it, and who vouches for each', async ({ page, open }) => {
  await open(NORTHWIND)
  const line = page.getByRole('row').filter({ hasText: '38 core actions in 14 days' })
  await expect(line.getByText('The first was on')).toBeHidden()
  await line.getByText('newest 4 events').click()
  await expect(line.getByRole('listitem')).toHaveCount(4)
  await expect(line.getByRole('listitem').last()).toContainText(/from the backend0197-[\da-f-]+$/)
  await expect(line.getByText('The first was on')).toBeVisible()
})

test('a lead says when it goes by itself, and what its person has not done yet', async ({ page, open }) => {
  await open(NORTHWIND)
  await expect(page.getByText('unless they do more before then.')).toContainText(
    /Leaves the queue on \w+ \d+ \w+/,
  )
  await page.getByText('What they have not done yet').click()
  await expect(page.getByText('0 of 1 premium feature attempts')).toBeVisible()
})

test('champions come first, with the account as a whole; a person says what is missing', async ({
  page,
  open,
}) => {
  await open(NORTHWIND)
  const people = page.getByRole('region', { name: 'People' }).locator('.person')
  await expect(people.filter({ hasText: 'Champion' })).toHaveText([/Marit Haugen/, /Tomasz Zieliński/])
  await expect(page.getByText('6 of 9 active users are qualified')).toBeVisible()
  await expect(page.getByText('Operations, Finance, Warehouse')).toBeVisible()
  await people.nth(1).click()
  await expect(page.getByText('Qualified until')).toBeVisible()
  await people.nth(3).click()
  await expect(page.getByText('Has not reached first value yet')).toBeVisible()
})

test('an address that only a browser told of somebody known says so', async ({ page, fixture, open }) => {
  const northwind = fixture.state.leads.get('northwind-trading.example~1')
  if (!northwind) throw new Error('The fixture has no Northwind.')
  fixture.put({ ...northwind, people: northwind.people.map((one) => ({ ...one, emailVerified: false })) })
  await open(NORTHWIND)
  const person = page.getByRole('region', { name: 'People' }).getByRole('listitem').first()
  await expect(person).toContainText(/@\S+ \(not verified\)/)
  await person.locator('summary').click()
  await expect(person.getByText(/^Write to/)).toContainText('Not verified')
})

test('the page never scrolls as a whole: its columns do', async ({ page, open }) => {
  for (const [place, width] of [
    ['#/prompts', 1440],
    [NORTHWIND, 390],
    ['#/model', 780],
  ] as const) {
    await page.setViewportSize({ width, height: 560 })
    await open(place)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    const beyond = await page.evaluate(() => {
      const { scrollHeight, scrollWidth } = document.documentElement
      return [scrollHeight - innerHeight, scrollWidth - innerWidth]
    })
    expect(beyond, place).toEqual([0, 0])
  }
})

test('a lead says how hot it is, and why', async ({ page, open }) => {
  await open(NORTHWIND)
  await expect(page.locator('.facts')).toContainText('Hot')
  // Nearly every lead in the queue is: there it would say nothing.
  await expect(row(page, 'Northwind Trading')).toContainText('active')
  await expect(row(page, 'Northwind Trading')).not.toContainText('Hot')
  await expect(page.getByText('Refused at a limit: 100 of 100 records used, on 13 Nov')).toBeVisible()
})

import { expect, lead, NORTHWIND, test } from './harness.ts'

test('the address of whom the opening line is for begins a message with it', async ({ page, open }) => {
  await open(NORTHWIND)
  const talk = lead(page).getByRole('region', { name: 'Talk track' })
  const link = talk.getByRole('link', { name: 'marit.haugen@example.com' })
  const href = new URL((await link.getAttribute('href')) ?? '')
  expect(href.protocol + href.pathname).toBe('mailto:marit.haugen@example.com')
  expect(href.searchParams.get('subject')).toBe('')
  expect(href.searchParams.get('body')).toBe(await talk.locator('.opener').textContent())
})

test('people can be written to', async ({ page, open }) => {
  await open(NORTHWIND)
  const people = lead(page).getByRole('region', { name: /^People/ })
  await people.getByText('Ифеома Окафор').click()
  await expect(people.getByRole('link', { name: 'ifeoma@northwind.example' })).toHaveAttribute(
    'href',
    'mailto:ifeoma@northwind.example',
  )
})

test('what is no plain address stays text', async ({ page, fixture, open }) => {
  const northwind = fixture.state.leads.get('northwind-trading.example~1')
  const [first, ...others] = northwind?.people ?? []
  if (!northwind || !first) throw new Error('The fixture has no Northwind with people.')
  const email = 'a@b.example?bcc=everybody@evil.example'
  fixture.put({ ...northwind, replyTo: email, people: [{ ...first, email }, ...others] })
  await open(NORTHWIND)
  const shown = lead(page).getByText(email)
  await expect(shown).toHaveCount(2)
  await expect(lead(page).getByRole('link', { name: email })).toHaveCount(0)
})

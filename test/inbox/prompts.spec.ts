import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, toast } from './harness.ts'

const changes = (page: Page) => page.getByRole('complementary', { name: 'Your changes' })
const drawn = (page: Page, title: string) =>
  page.frameLocator(`iframe[title="${title}"]`).locator('tidemark-overlay')
const edit = async (page: Page, title: string) => {
  await page.getByRole('button', { name: title }).click()
  await expect(page.getByLabel('Title')).toBeVisible()
}
const axe = async (page: Page) =>
  // What prompts themselves look like to axe is seen where they are tested: here they stand in frames.
  (await new AxeBuilder({ page }).exclude('iframe').analyze()).violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ html }) => html),
  ])

test('the list tells status, trigger and effect of each prompt, by variant', async ({ page, open }) => {
  await open('#/prompts')
  const gate = page.getByRole('row').filter({ hasText: 'comes with a paid plan' })
  await expect(gate).toContainText('Tries any locked feature')
  await expect(gate).toContainText('short 17 of 398')
  await expect(gate).toContainText('Live')
  const alone = page.getByRole('row').filter({ hasText: '1,240' })
  await expect(alone, 'which has nothing to compare it with').not.toContainText('control')
  await expect(page.getByRole('row').filter({ hasText: 'not-yet' })).toContainText('Draft')
})

test('what is typed is drawn beside it, and published with a reason', async ({ page, fixture, open }) => {
  await open('#/prompts')
  await edit(page, 'Which plan fits you?')
  const overlay = drawn(page, 'Preview of Which plan fits you?')
  await expect(overlay.getByRole('heading', { name: 'Which plan fits you?' })).toBeVisible()
  await page.getByLabel('Title').fill('Shall we help you choose?')
  await expect(
    drawn(page, 'Preview of Shall we help you choose?').getByRole('heading', { name: 'Shall we help' }),
  ).toBeVisible()
  await expect(changes(page)).toContainText('prompts › pricing › title')
  await expect(changes(page), 'without a search for it').toBeInViewport()
  await changes(page).getByLabel('Why').fill('Friendlier')
  await changes(page).getByRole('button', { name: 'Publish' }).click()
  await expect(toast(page, 'Version 3 is in force.')).toBeVisible()
  expect(fixture.state.prompts.versions.at(-1)).toMatchObject({ version: 3, reason: 'Friendlier' })
})

test('what is typed goes on where it was, although a dialog is drawn beside it', async ({ page, open }) => {
  await open('#/prompts')
  await edit(page, 'comes with a paid plan')
  const format = page.getByLabel('Format')
  await format.selectOption('modal')
  const title = page.getByLabel('Title')
  await title.fill('')
  await title.pressSequentially('Single sign-on comes with Pro', { delay: 30 })
  await expect(title).toHaveValue('Single sign-on comes with Pro')
  await expect(drawn(page, 'Preview of Single sign-on comes with Pro').getByRole('dialog')).toBeVisible()
  await expect(title).toBeFocused()
  await expect(page.locator('iframe:focus')).toHaveCount(0)
})

test('mistakes stand beside their fields, and nothing can be published meanwhile', async ({ page, open }) => {
  await open('#/prompts')
  await edit(page, 'Which plan fits you?')
  await page.getByLabel('Title').fill('Hello {usr}')
  await expect(page.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Title')).toHaveAccessibleDescription(/Wanted: \{user\}/)
  await expect(changes(page)).toContainText('1 mistake to put right first')
  await expect(changes(page).getByRole('button', { name: 'Publish' })).toHaveCount(0)
})

test('a share far above the whole limit is a mistake', async ({ page, open }) => {
  await open('#/prompts')
  await page.getByRole('row').filter({ hasText: 'At 100 % of any limit' }).getByRole('button').click()
  const from = page.getByLabel('From (%)')
  await from.fill('8000')
  await expect(from).toHaveAccessibleDescription('Wanted: a share of the limit (1 = 100 %), at most 10')
  await from.fill('90')
  await expect(from).toHaveAttribute('aria-invalid', 'false')
})

test('the kill switch asks first, then turns everything off, by keyboard alone', async ({
  page,
  fixture,
  open,
}) => {
  await open('#/prompts')
  await page.getByRole('button', { name: 'Turn all off' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Turn all prompts off?' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Off everywhere', { exact: true })).toBeVisible()
  expect(fixture.state.prompts.versions.at(-1)).toMatchObject({ prompts: { enabled: false } })
})

test('an older version is compared and rolled back to', async ({ page, fixture, open }) => {
  await open('#/prompts')
  await page.getByRole('button', { name: 'What changed since version 1' }).click()
  await expect(page.getByText('brand › name')).toBeVisible()
  await page.getByRole('button', { name: 'Roll back to version 1' }).click()
  await page.getByLabel('Why').fill('Too early')
  await page.getByRole('button', { name: 'Roll back to version 1' }).last().click()
  await expect(toast(page, 'Version 1 is in force again, as version 3.')).toBeVisible()
  expect(fixture.state.prompts.versions.at(-1)).toMatchObject({ version: 3, reason: 'Too early' })
})

test('a condition that is emptied leaves nothing behind', async ({ page, fixture, open }) => {
  await open('#/prompts')
  await edit(page, 'Which plan fits you?')
  await page.getByLabel('Plans').fill('free')
  await expect(changes(page)).toContainText('audience')
  await page.getByLabel('Plans').fill('')
  await page.getByLabel('Text').fill('Ask.')
  await expect(changes(page)).toContainText('body')
  await changes(page).getByLabel('Why').fill('Shorter')
  await changes(page).getByRole('button', { name: 'Publish' }).click()
  await expect(toast(page, 'Version 3 is in force.')).toBeVisible()
  const prompt = fixture.state.prompts.versions.at(-1)?.prompts.prompts.find(({ id }) => id === 'pricing')
  expect(prompt).toMatchObject({ body: 'Ask.' })
  expect(prompt).not.toHaveProperty('audience')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing: prompts and gallery, ${colorScheme}`, async ({ page, fixture, open }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await open('#/prompts')
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
    expect(await axe(page)).toEqual([])
    await edit(page, 'comes with a paid plan')
    await expect(
      drawn(page, 'Preview of [feature] comes with a paid plan').getByRole('heading'),
    ).toBeVisible()
    expect(await axe(page)).toEqual([])
    await page.goto(`${fixture.url()}/preview`)
    await expect(page.getByText('limit-near').first()).toBeVisible()
    expect(await axe(page)).toEqual([])
  })

test('in the gallery a limit that is overrun shows its prompt, says why, and sends nothing', async ({
  page,
  fixture,
}) => {
  await page.goto(`${fixture.url()}/preview`)
  const live = drawn(page, 'The product, in test mode')
  await page.getByRole('button', { name: 'Use 50 of 100 records' }).click()
  await expect(page.locator('.try-why')).toContainText('limit-near waits: At 80 % of')
  await expect(page.locator('.try-why .positive')).toHaveCount(0)
  await page.getByRole('button', { name: 'Use 100 of 100 records' }).click()
  await expect(live.getByRole('dialog')).toContainText('100')
  await expect(page.locator('.try-sent')).toContainText('Prompt Shown')
  expect(fixture.state.calls.filter((call) => call.includes('/v1/'))).toEqual([])
  await page.getByRole('button', { name: 'Begin again' }).click()
  await expect(live).toHaveCount(0)
})

test('what the gallery draws takes no focus, dialog or form; the first key leads to its first link', async ({
  page,
  fixture,
}) => {
  await page.goto(`${fixture.url()}/preview`)
  for (const [id, role] of [
    ['format-modal-light', 'dialog'],
    ['format-modal-dark', 'dialog'],
    ['-form-', 'textbox'],
  ] as const) {
    const cell = page.locator(`[data-cell*="${id}"]`).first()
    await cell.scrollIntoViewIfNeeded()
    await expect(cell.frameLocator('iframe').getByRole(role).first()).toBeVisible()
    await expect(page.locator('iframe:focus')).toHaveCount(0)
  }
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Prompts' })).toBeFocused()
})

test('a dialog that the gallery has drawn can be used', async ({ page, fixture }) => {
  await page.goto(`${fixture.url()}/preview`)
  const cell = page.locator('[data-cell="format-modal-light"]')
  await cell.scrollIntoViewIfNeeded()
  const dialog = cell.frameLocator('iframe').getByRole('dialog')
  await dialog.getByRole('button', { name: 'Later' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
})

test.describe('by a clock that the page moves', () => {
  test.use({ timezoneId: 'UTC' })
  test('the gallery says until when a prompt is held back', async ({ page, fixture }) => {
    await page.clock.setFixedTime('2026-12-01T12:00:00Z')
    await page.goto(`${fixture.url()}/preview`)
    const live = drawn(page, 'The product, in test mode')
    await page.getByRole('button', { name: 'Use 80 of 100 records' }).click()
    await live.getByRole('button', { name: 'Later' }).click()
    // Others may say that this one is open.
    const id = page.getByText('limit-near', { exact: true })
    const why = page.locator('.try-why > li').filter({ has: id })
    await expect(why.locator('summary')).toHaveText(
      'limit-near state: snoozed until 2026-12-08, not before Tue 8 Dec, 12:00',
    )
    await why.locator('summary').click()
    await expect(why.getByText('Stopped frequency')).toHaveText(
      'Stopped frequency: too soon, not before 12:00:30',
    )
  })
})

/** Into an ignored folder, for people to open. */
const isPictured = (id: string) => id.startsWith('format-')

/** How light the surface behind an element is, 0 to 255. */
const lightness = (element: Element): number => {
  const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d')
  if (!pen) return Number.NaN
  pen.fillStyle = getComputedStyle(element.closest('.surface') ?? element).backgroundColor
  pen.fillRect(0, 0, 1, 1)
  return Math.max(...pen.getImageData(0, 0, 1, 1).data.slice(0, 3))
}

test('every cell of the gallery is drawn in its format, state, language and scheme', async ({
  page,
  fixture,
}, info) => {
  test.setTimeout(240_000)
  await page.setViewportSize({ width: 1100, height: 1400 })
  await page.goto(`${fixture.url()}/preview`)
  const cells = page.locator('[data-cell]')
  await expect(cells.first()).toBeAttached()
  const all = await cells.evaluateAll((list) => list.map((cell) => cell.getAttribute('data-cell') ?? ''))
  const formats = ['modal', 'slide-in', 'banner', 'popover', 'slot']
  expect(all).toEqual(
    expect.arrayContaining(formats.flatMap((format) => [`format-${format}-light`, `format-${format}-dark`])),
  )
  for (const word of ['-de-light', '-de-dark', '-form-', '-contact-person-', '-short-'])
    expect(
      all.some((id) => id.includes(word)),
      word,
    ).toBe(true)
  for (const id of all) {
    const cell = page.locator(`[data-cell="${id}"]`)
    await cell.scrollIntoViewIfNeeded()
    const overlay = cell.frameLocator('iframe').locator('tidemark-overlay')
    const heading = overlay.getByRole('heading').first()
    await expect(heading, id).toBeVisible()
    if (id.includes('-de-')) await expect(heading, id).toHaveText('80 von 100 records verbraucht.')
    if (id.includes('-short-')) await expect(heading, id).toHaveText('All 100 records are used.')
    if (id.includes('-contact-person-')) await expect(overlay, id).toContainText('Priya Nair')
    if (id.includes('-form-')) await expect(overlay.getByRole('textbox').first(), id).toBeVisible()
    const isLight = (await heading.evaluate(lightness)) > 128
    expect(isLight, id).toBe(id.endsWith('-light'))
    if (isPictured(id)) await cell.screenshot({ path: info.outputPath(`${id}.png`) })
  }
})

test('what the forms do not show is edited as JSON', async ({ page, open }) => {
  await open('#/prompts')
  await page.getByText('Everything as JSON: lists, contact people, words, names').click()
  const text = page.getByLabel('All prompts as JSON')
  const set = JSON.parse(await text.inputValue())
  await text.fill('{')
  await expect(page.getByText('This is not JSON yet')).toBeVisible()
  const contacts = { 'priya@example.com': { name: 'Priya', link: 'https://cal.example/priya' } }
  await text.fill(JSON.stringify({ ...set, contacts }))
  await expect(changes(page)).toContainText('contacts')
})

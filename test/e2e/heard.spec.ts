import { expect } from '@playwright/test'
import type { Prompt } from '../../server/wire/prompt.ts'
import { SNIPPET, STUB, startSite } from './delivery/site.ts'
import { test as base, call, open, type Site } from './delivery/visitor.ts'

/** What a screen reader finds in a prompt, in its order: names, roles and states as the browser computes them. */

const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const
type Format = (typeof FORMATS)[number]

/** Due when the limit of that name is full. */
const prompt = (format: Format): Prompt => ({
  id: format,
  format,
  ...(format === 'popover' && { target: '#export' }),
  ...(format === 'slot' && { slot: 'plan' }),
  trigger: { kind: 'limit', limit: format, at: 1 },
  title: 'You have used {used} of {max} records',
  body: 'Pro has no limit.',
  ...(format !== 'banner' && { benefits: ['Roles', 'Imports'] }),
  primary: { kind: 'link', label: 'See plans', url: '#plans' },
  secondary: { kind: 'contact', label: 'Talk to sales' },
})

const test = base.extend<{ site: Site }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  site: async ({}, use) => {
    const labels = { en: Object.fromEntries(FORMATS.map((format) => [format, 'records'])) }
    const site = await startSite({ prompts: FORMATS.map(prompt), labels })
    await use(site)
    await site.close()
  },
})
test.use({ contextOptions: { reducedMotion: 'reduce' } })

const BODY = '<main><button id="export">Export</button><tidemark-slot name="plan"></tidemark-slot></main>'
/** A banner has room for one line: no list, and the bar without its caption. */
const offer = (format: Format, around: string) =>
  [
    `- ${around} "You have used 100 of 100 records":`,
    '- heading "You have used 100 of 100 records" [level=2]',
    '- paragraph: Pro has no limit.',
    `- text: ${format === 'banner' ? '' : 'records '}100 / 100`,
    '- meter "records"',
    ...(format === 'banner' ? [] : ['- list:', '  - listitem: Roles', '  - listitem: Imports']),
    '- link "See plans"',
    '- button "Talk to sales"',
    '- button "Later"',
    '- button "More options"',
    '- button "Close"',
  ].join('\n  ')

for (const format of FORMATS)
  test(`a ${format} and what follows from it`, async ({ page, site }) => {
    await open(page, site.serve('/product', { html: BODY + STUB + SNIPPET }))
    await call(page, 'limit', format, { used: 100, max: 100 })
    const overlay = page.locator('tidemark-overlay')
    const around = format === 'modal' ? 'dialog' : 'region'
    await expect(overlay).toMatchAriaSnapshot(offer(format, around))
    await overlay.getByRole('button', { name: 'Talk to sales' }).click()
    await overlay.getByRole('button', { name: 'Send message' }).click()
    await expect(overlay.getByRole('textbox', { name: 'Name' })).toBeFocused()
    await expect(overlay).toMatchAriaSnapshot(`
      - ${around} "Talk to sales":
        - heading "Talk to sales" [level=2]
        - text: Name
        - textbox "Name"
        - paragraph: Enter your name.
        - text: Email
        - textbox "Email"
        - paragraph: Enter an email address like name@company.com.
        - text: Message
        - textbox "Message"
        - paragraph: Write what you would like to know.
        - button "Send message"
        - button "Back"`)
    for (const [name, value] of Object.entries({
      Name: 'Ada',
      Email: 'ada@harbor.example',
      Message: 'Hello',
    }))
      await overlay.getByRole('textbox', { name }).fill(value)
    await overlay.getByRole('button', { name: 'Send message' }).click()
    const thanks = overlay.getByRole('group', { name: 'Thanks. Someone will reply to ada@harbor.example.' })
    await expect(thanks).toBeFocused()
    await expect(overlay.getByRole(around, { name: 'Thanks.', exact: true })).toBeVisible()
  })

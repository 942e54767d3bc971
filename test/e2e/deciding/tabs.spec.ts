import { test as base, expect, type Page } from '@playwright/test'
import type { Prompt } from '../../../server/wire/prompt.ts'
import type { Explanation } from '../../../widget/api.ts'
import { SNIPPET, STUB, startSite } from '../delivery/site.ts'
import { call, open, type Site } from '../delivery/visitor.ts'

const prompt = (id: string, given: Partial<Prompt>): Prompt => ({
  id,
  format: 'slide-in',
  trigger: { kind: 'event', event: id },
  title: `About ${id}`,
  body: '',
  primary: { kind: 'contact', label: 'Talk to us' },
  ...given,
})
const checkout = { kind: 'checkout', label: 'Upgrade', url: '/checkout' } as const
const ROUNDS = ['one', 'two', 'three', 'four', 'five', 'six']
const PROMPTS = [
  ...ROUNDS.map((round) => prompt(round, {})),
  prompt('exported', { primary: checkout, goal: 'Trial Started' }),
  prompt('invited', {}),
  prompt('sso', { format: 'modal', trigger: { kind: 'gate', feature: 'sso' } }),
]

const test = base.extend<{ site: Site }>({
  site: async ({ context }, use) => {
    const frequency = { spacingAfter: 0, unsolicitedPerDay: null, holdout: 0, repeatDays: 0 }
    const site = await startSite({ prompts: PROMPTS, frequency })
    await context.newPage()
    await use(site)
    await site.close()
  },
})

const overlay = (page: Page) => page.locator('tidemark-overlay').locator('.surface')
const reasons = (site: Site) =>
  site
    .arrivals('Prompt Suppressed')
    .map(({ properties }) => [properties?.['promptId'], properties?.['reason']])
const explain = (page: Page, promptId: string) =>
  page.evaluate(
    (id) =>
      new Promise<Explanation[]>((resolve) =>
        (window as unknown as { tidemark: (...args: unknown[]) => void }).tidemark('explain', id, resolve),
      ),
    promptId,
  )
/** Calls at an instant, so that several pages do at once. */
const callAt = (page: Page, at: number, ...args: string[]) =>
  page.evaluate(
    ([when, given]) => {
      const { tidemark } = window as unknown as { tidemark: (...args: string[]) => void }
      setTimeout(() => tidemark(...given), when - Date.now())
    },
    [at, args] as const,
  )
/** Two tabs; the first shows a prompt that nobody asked for. */
const twoTabs = async (page: Page, site: Site, url = site.url) => {
  const other = await page.context().newPage()
  for (const each of [page, other]) {
    await open(each, url)
    await call(each, 'identify', 'u1', {}, {})
    await call(each, 'group', 'acme', { plan: 'free' })
    await expect.poll(() => explain(each, 'sso')).toHaveLength(1)
  }
  await call(page, 'track', 'exported')
  await expect(overlay(page)).toContainText('About exported')
  return other
}

test('one overlay at a time, in whatever tab', async ({ page, site }) => {
  const other = await twoTabs(page, site)
  await call(other, 'track', 'invited')
  await call(other, 'flush')
  await expect.poll(() => reasons(site)).toEqual([['invited', 'another tab shows one']])
  const [explanation] = await explain(other, 'invited')
  expect(explanation?.gates.find((gate) => !gate.passed)?.gate).toBe('tab')
  await overlay(page).getByLabel('Close').click()
  await expect(overlay(page)).toHaveCount(0)
  await call(other, 'track', 'invited')
  await expect(overlay(other)).toContainText('About invited')
})

test('what becomes due in two tabs at once stays in one, and counts as shown there', async ({
  page,
  site,
}) => {
  const other = await twoTabs(page, site)
  await overlay(page).getByLabel('Close').click()
  await expect(overlay(page)).toHaveCount(0)
  await Promise.all([page, other].map((each) => call(each, 'track', 'invited')))
  await expect.poll(() => reasons(site)).toEqual([['invited', 'another tab shows one']])
  const counts = await Promise.all([page, other].map((each) => overlay(each).count()))
  expect(counts.toSorted()).toEqual([0, 1])
  const shown = site
    .arrivals('Prompt Shown')
    .filter(({ properties }) => properties?.['promptId'] === 'invited')
  expect(new Set(shown.map(({ messageId }) => messageId)).size).toBe(1)
})

/** As on a plain-http host. */
const WITHOUT_LOCKS = `<script>Object.defineProperty(navigator, 'locks', { value: undefined })</script>${STUB}${SNIPPET}`

for (const [where, html] of [
  ['with locks', STUB + SNIPPET],
  ['without locks', WITHOUT_LOCKS],
] as const)
  test(`two windows never draw two at once, not even for a moment, ${where}`, async ({ page, site }) => {
    const other = await twoTabs(page, site, site.serve('/windows', { html }))
    await overlay(page).getByLabel('Close').click()
    let drawn = 0
    for (const each of [page, other]) {
      await each.exposeFunction('onDrawn', () => drawn++)
      await each.evaluate(() => {
        const { onDrawn } = window as unknown as { onDrawn: () => void }
        new MutationObserver((records) => {
          const added = records.flatMap(({ addedNodes }) => [...addedNodes])
          if (added.some(({ nodeName }) => nodeName === 'TIDEMARK-OVERLAY')) onDrawn()
        }).observe(document.documentElement, { childList: true })
      })
    }
    for (const [n, round] of ROUNDS.entries()) {
      const at = Date.now() + 300
      for (const each of [page, other]) await callAt(each, at, 'track', round)
      await expect.poll(() => drawn).toBeGreaterThan(n)
      for (const each of [page, other]) {
        await explain(each, round)
        await call(each, 'snooze', round)
        await expect(overlay(each)).toHaveCount(0)
      }
      expect(drawn).toBe(n + 1)
    }
  })

test('what was asked for takes the screen from another tab', async ({ page, site }) => {
  const other = await twoTabs(page, site)
  await call(other, 'gate', 'sso')
  await expect(overlay(other)).toContainText('About sso')
  await expect(overlay(page)).toHaveCount(0)
})

test('without locks, too, what was asked for takes the screen from another tab', async ({ page, site }) => {
  const other = await twoTabs(page, site, site.serve('/plain', { html: WITHOUT_LOCKS }))
  await call(other, 'gate', 'sso')
  await expect(overlay(other)).toContainText('About sso')
  await expect(overlay(page)).toHaveCount(0)
})

test('a tab that goes away gives the screen back', async ({ page, site }) => {
  const other = await twoTabs(page, site)
  await page.goto('about:blank')
  await call(other, 'track', 'invited')
  await expect(overlay(other)).toContainText('About invited')
})

test('a goal that is reached in one tab closes its prompt in the other, and retires it', async ({
  page,
  site,
}) => {
  const other = await twoTabs(page, site)
  // Only what was told as shown, which is after it was painted, can have led anywhere.
  const isTold = () => Object.keys(localStorage).some((name) => name.endsWith('.prompts'))
  await expect.poll(() => other.evaluate(isTold)).toBe(true)
  await call(other, 'track', 'Trial Started')
  await expect(overlay(page)).toHaveCount(0)
  expect((await explain(page, 'exported'))[0]?.gates.find(({ gate }) => gate === 'state')?.reason).toBe(
    'converted',
  )
  await call(other, 'flush')
  await expect.poll(() => site.counted('Prompt Converted')).toBe(1)
})

test('another plan in one tab closes what sells in the other', async ({ page, site }) => {
  const other = await twoTabs(page, site)
  await call(other, 'group', 'acme', { plan: 'pro' })
  await expect(overlay(page)).toHaveCount(0)
  expect((await explain(other, 'exported'))[0]?.gates.find(({ gate }) => gate === 'state')?.reason).toBe(
    'converted',
  )
})

for (const where of ['in the same tab', 'in another tab'])
  test(`another plan ${where} closes what sells before it was told as shown, and retires it`, async ({
    page,
    site,
  }) => {
    // As if the browser had not come to paint it.
    await page.addInitScript(() => {
      IntersectionObserver.prototype.observe = () => {}
    })
    const other = await twoTabs(page, site)
    await call(where === 'in another tab' ? other : page, 'group', 'acme', { plan: 'pro' })
    await expect(overlay(page)).toHaveCount(0)
    const state = (tab: Page) =>
      explain(tab, 'exported').then(([first]) => first?.gates.find(({ gate }) => gate === 'state')?.reason)
    for (const tab of [page, other]) await expect.poll(() => state(tab)).toBe('converted')
  })

test('where there are no locks a note stands for them', async ({ page, site }) => {
  const other = await twoTabs(page, site, site.serve('/plain', { html: WITHOUT_LOCKS }))
  await call(other, 'track', 'invited')
  await call(other, 'flush')
  await expect.poll(() => reasons(site)).toEqual([['invited', 'another tab shows one']])
})

test('elements are drawn whenever they appear, and nothing is fetched for them before', async ({
  page,
  site,
}) => {
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await open(page, site.url)
  await call(page, 'limit', 'records', { used: 80, max: 100 })
  await expect.poll(() => fetched.some((url) => url.includes('/moments-'))).toBe(true)
  expect(fetched.filter((url) => /elements|decide|prompt-/.test(url))).toEqual([])
  await page.evaluate(() => {
    const meter = document.createElement('tidemark-meter')
    meter.setAttribute('limit', 'records')
    document.body.append(meter)
  })
  await expect(page.getByRole('meter', { name: 'records' })).toHaveAttribute('aria-valuetext', '80 / 100')
  expect(fetched.some((url) => url.includes('/elements-'))).toBe(true)
})

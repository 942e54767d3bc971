import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Prompt } from '../../../server/wire/prompt.ts'
import { call, click, open, test } from './visitor.ts'

const README = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8')
/** What README says of each name in storage. */
const told = (name: string) => README.includes(`\`${name.replace(/^spill\..*/, 'spill.*')}\``)

const about = (id: string, trigger: Prompt['trigger'], more: Partial<Prompt> = {}): Prompt => ({
  id,
  format: 'modal',
  trigger,
  title: 'More with Pro',
  body: 'Ask your admin.',
  primary: { kind: 'checkout', label: 'Upgrade', url: '#pay', plan: 'pro' },
  ...more,
})
const PROMPTS = [
  about('sso', { kind: 'gate', feature: 'sso' }),
  about('opened', { kind: 'event', event: 'Opened' }),
  about('full', { kind: 'limit', limit: 'records', at: 0.8 }),
  about('paid', { kind: 'gate', feature: 'paid' }, { audience: { plans: ['pro'] } }),
]

/** All that this origin keeps, wherever it could be. */
const kept = (page: Page) =>
  page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
    ...(await caches.keys()),
    ...(document.cookie ? [document.cookie] : []),
  ])

test('all that is stored is named in README, and forgotten when asked', async ({ page, site }) => {
  site.publish({ prompts: PROMPTS, pricing: { paths: ['/pricing'], dwellAfter: 10 } })
  await open(page, `${site.url}pricing`)
  await call(page, 'identify', 'u1', { plan: 'free' })
  await call(page, 'group', 'acme', { plan: 'free' })
  await call(page, 'gate', 'sso')
  await page.getByRole('heading', { name: 'More with Pro' }).waitFor()
  await call(page, 'limit', 'records', { used: 85, max: 100 })
  await call(page, 'gate', 'paid')
  await call(page, 'track', 'Opened')
  await call(page, 'track', 'Upgrade Started')
  await call(page, 'snooze', 'opened')
  await site.become('too many')
  await click(page, 3)
  await call(page, 'flush')
  await expect.poll(() => kept(page)).toContain('tidemark.pk_test.wait')
  await expect.poll(() => kept(page)).toContain('tidemark.pk_test.pricing')
  // As if the page closed: what IndexedDB may not have is spilled.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  const all = await kept(page)
  const names = all.filter((name) => name.startsWith('tidemark.pk_test.')).map((name) => name.slice(17))
  expect(names.length).toBeGreaterThan(9)
  expect(names.filter((name) => !told(name))).toEqual([])
  expect(all.filter((name) => !name.startsWith('tidemark.pk_test.'))).toEqual(['database tidemark.pk_test'])
  await call(page, 'reset', { forget: true })
  await expect.poll(() => kept(page)).toEqual([])
})

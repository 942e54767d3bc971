import { test as base, expect } from '@playwright/test'
import type { Prompt } from '../../../server/wire/prompt.ts'
import { SNIPPET, STUB, startSite } from '../delivery/site.ts'
import { arrive, type Site } from '../delivery/visitor.ts'
import type { Browser } from './browser.ts'
import { firefoxPath, openFirefox } from './firefox.ts'
import { openWebkit, webkitPath } from './webkit.ts'

type Page = typeof globalThis & { tidemark: (...args: unknown[]) => void; mistakes: string[] }

const prompt = (format: Prompt['format'], trigger: Prompt['trigger']): Prompt => ({
  id: format,
  format,
  trigger,
  ...(format === 'popover' && { target: '#before' }),
  title: 'Single sign-on comes with Pro',
  body: 'Your team signs in with the account it already has.',
  benefits: ['SAML and OpenID Connect'],
  primary: { kind: 'link', label: 'See plans', url: '#plans' },
  secondary: { kind: 'contact', label: 'Talk to sales' },
})
const PROMPTS = [
  prompt('modal', { kind: 'gate', feature: 'modal' }),
  prompt('popover', { kind: 'gate', feature: 'popover' }),
  prompt('slide-in', { kind: 'event', event: 'Slid' }),
  prompt('banner', { kind: 'event', event: 'Barred' }),
]
const HOST = `<button id="before">Before</button><tidemark-meter limit="records"></tidemark-meter>`
const WATCH = `<script>mistakes = []
  addEventListener('error', ({ message }) => mistakes.push(message))
  addEventListener('unhandledrejection', ({ reason }) => mistakes.push(String(reason)))</script>`

/** Longer than a batch that was handed over at closing is left alone. */
const LEASE = 30_000

/** In about half of them Firefox ends a listener of the page half-way. */
const TABS = 5

const burst = () => {
  for (let n = 0; n < 50; n++) (globalThis as Page).tidemark('track', 'Clicked', { n })
}
/** In the page: what stands on the screen. */
const look = () => {
  const surface = document.querySelector('tidemark-overlay')?.shadowRoot?.querySelector('.surface')
  const box = surface?.getBoundingClientRect()
  const isInSight = !!box && box.width > 100 && box.bottom <= innerHeight && box.right <= innerWidth
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return {
    isInSight,
    focused: focused?.id || focused?.localName,
    top: document.querySelector('#before')?.getBoundingClientRect().top ?? 0,
    mistakes: (globalThis as Page).mistakes,
  }
}

const BROWSERS = {
  Firefox: { path: firefoxPath(), start: openFirefox },
  WebKit: { path: webkitPath(), start: openWebkit },
}

for (const [name, { path, start }] of Object.entries(BROWSERS)) {
  /* oxlint-disable no-empty-pattern -- from the pattern Playwright reads what a fixture needs: nothing */
  const test = base.extend<{ site: Site; other: Browser }>({
    site: async ({}, use) => {
      const site = await startSite({ prompts: PROMPTS })
      await use(site)
      await site.close()
    },
    other: async ({}, use) => {
      const other = await start(path ?? '')
      await use(other)
      await other.close()
    },
  })

  test.describe(name, () => {
    test.skip(!path, `${name} was not found here.`)

    test('a burst arrives once, though its page is left', async ({ site, other }) => {
      await other.go(site.url)
      await other.run(burst)
      await other.go(`${site.url}next`)
      await other.run(burst)
      await arrive(site, 100)
      expect(site.arrivals('Clicked')).toHaveLength(100)
    })

    test('bursts arrive, though each time the tab is closed at once', async ({ site, other }) => {
      for (let n = 0; n < TABS; n++) {
        await other.go(site.url)
        await other.run(burst)
        await other.closeTab()
      }
      await other.go(site.url)
      await arrive(site, TABS * 50, LEASE + 20_000)
    })

    test('what a deaf server did not hear is sent by the next page', async ({ site, other }) => {
      await other.go(site.url)
      await site.become('deaf')
      await other.run(burst)
      await new Promise((next) => setTimeout(next, 1000))
      await other.go('about:blank')
      await site.become('well')
      await other.go(site.url)
      await arrive(site, 50, LEASE + 20_000)
    })

    test('each format shows itself, and leaves the focus where it belongs', async ({ site, other }) => {
      const url = site.serve('/product', { html: WATCH + HOST + STUB + SNIPPET })
      const show = async (call: () => void) => {
        await other.go('about:blank')
        await other.go(url)
        await other.run(() => document.querySelector<HTMLElement>('#before')?.focus())
        const { top } = await other.run(look)
        await other.run(call)
        await expect.poll(async () => (await other.run(look)).isInSight).toBe(true)
        return { ...(await other.run(look)), before: top }
      }
      const modal = await show(() => (globalThis as Page).tidemark('gate', 'modal'))
      expect(modal).toMatchObject({ focused: 'dialog', mistakes: [] })
      await other.press('Escape')
      await expect.poll(() => other.run(look)).toMatchObject({ isInSight: false, focused: 'before' })
      const popover = await show(() => (globalThis as Page).tidemark('gate', 'popover'))
      expect(popover).toMatchObject({ focused: 'before', mistakes: [] })
      const slideIn = await show(() => (globalThis as Page).tidemark('track', 'Slid'))
      expect(slideIn).toMatchObject({ focused: 'before', mistakes: [] })
      const banner = await show(() => (globalThis as Page).tidemark('track', 'Barred'))
      expect(banner).toMatchObject({ focused: 'before', mistakes: [] })
      expect(banner.top, 'it pushes the page').toBeGreaterThan(banner.before)
    })

    test('a look at the prices is counted on a page that routes by itself', async ({ site, other }) => {
      await other.go(site.url)
      await other.run(() => history.pushState(null, '', '/pricing'))
      await expect.poll(() => site.counted('Pricing Viewed'), { timeout: 15_000 }).toBe(1)
    })
  })
}

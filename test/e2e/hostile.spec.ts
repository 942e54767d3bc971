import { expect, type Frame, type Page } from '@playwright/test'
import type { Prompt } from '../../server/wire/prompt.ts'
import { SNIPPET, STUB, startSite } from './delivery/site.ts'
import { test as base, call, open, type Site } from './delivery/visitor.ts'

const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const

const ARABIC = 'تسجيل الدخول الموحّد متاح في Pro'

/** A prompt for each format, due when the feature of that name is attempted. */
const prompt = (format: (typeof FORMATS)[number]): Prompt => ({
  id: format,
  format,
  ...(format === 'popover' && { target: '#export' }),
  ...(format === 'slot' && { slot: 'plan' }),
  trigger: { kind: 'gate', feature: format },
  title: 'Single sign-on comes with Pro',
  body: 'Your team signs in with the account it already has.',
  locales: { ar: { title: ARABIC, primary: 'عرض الخطط' } },
  primary: { kind: 'link', label: 'See plans', url: '#plans' },
  secondary: { kind: 'contact', label: 'Talk to sales' },
})

const test = base.extend<{ site: Site }>({
  site: async ({ context }, use) => {
    const site = await startSite({
      prompts: [
        ...FORMATS.map(prompt),
        { ...prompt('modal'), id: 'nudge', trigger: { kind: 'event', event: 'Opened' } },
      ],
      hideOn: ['/checkout'],
    })
    await context.newPage()
    await use(site)
    await site.close()
  },
})

/** Nothing moves, so that nothing is waited for. */
test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 900, height: 600 } })

const BODY = '<main><button id="export">Export</button><tidemark-slot name="plan"></tidemark-slot></main>'
const PLAIN = { html: BODY + STUB + SNIPPET }
const STRICT = `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'self'; connect-src *; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`

const title = (page: Page | Frame) => page.getByRole('heading', { name: 'Single sign-on comes with Pro' })
const button = (page: Page | Frame, name: string) => page.getByRole('button', { name, exact: true })
const goTo = async (page: Page, site: Site, html = PLAIN.html, headers = {}) => {
  await open(page, site.serve('/product', { html, headers }))
}
/** Clicks are heard once the configuration is here; calls wait for it. */
const ready = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const { tidemark } = globalThis as unknown as { tidemark: (...args: unknown[]) => void }
            tidemark('gate', 'nothing', ({ status }: { status: string }) => resolve(status))
          }),
      ),
    )
    .toBe('open')
const see = async (page: Page | Frame, feature: string) => {
  await call(page, 'gate', feature)
  await expect(title(page)).toBeVisible()
}
/** What the browser computes for something in the overlay. */
const style = (page: Page | Frame, selector: string, property: string) =>
  page
    .locator(`tidemark-overlay ${selector}`)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
const away = async (page: Page) => {
  await page.locator('tidemark-overlay .quiet').last().click()
  await expect(page.locator('tidemark-overlay')).toHaveCount(0)
}
/** Everything that can be done in it, done: the form and back, the menu, away. */
const useIt = async (page: Page | Frame) => {
  await button(page, 'Talk to sales').click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await button(page, 'Back').click()
  await button(page, 'More options').click()
  await expect(button(page, "Don't show this again")).toBeVisible()
  await button(page, 'More options').click()
  await button(page, 'Later').click()
  await expect(title(page)).toHaveCount(0)
}

test('under a strict policy with Trusted Types', async ({ page, site }) => {
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    addEventListener('securitypolicyviolation', (event) => seen.push(event.violatedDirective))
  })
  await goTo(page, site, PLAIN.html, { 'Content-Security-Policy': STRICT })
  for (const format of FORMATS) {
    await see(page, format)
    expect(await style(page, '.primary', 'border-radius')).toContain('8px')
    await away(page)
  }
  await call(page, 'show', 'modal')
  await expect(title(page)).toBeVisible()
  await useIt(page)
  expect(await page.evaluate('seen')).toEqual([])
})

test('where storage is blocked', async ({ page, site }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, name, { get: refuse })
    Object.defineProperty(document, 'cookie', { get: refuse, set: refuse })
  })
  await goTo(page, site)
  await see(page, 'modal')
  await useIt(page)
})

test('in a sandboxed frame', async ({ page, site }) => {
  site.serve('/product', PLAIN)
  await page.goto(
    site.serve('/around', {
      html: '<iframe sandbox="allow-scripts" src="/product" width="900" height="600">',
    }),
  )
  const frame = page.frames()[1]
  if (!frame) throw new Error('There is no frame')
  await frame.waitForFunction(() => 'live' in (globalThis as unknown as { tidemark: object }).tidemark)
  await see(frame, 'modal')
  await useIt(frame)
})

test('over a dialog of the page, which keeps its place and gets the focus back', async ({ page, site }) => {
  await goTo(page, site, `<dialog id="own"><button>Save</button></dialog>${PLAIN.html}`)
  await page.evaluate(() => document.querySelector<HTMLDialogElement>('#own')?.showModal())
  await see(page, 'modal')
  await button(page, 'Later').click()
  await expect(button(page, 'Save')).toBeFocused()
})

test('a slide-in waits until the dialog of the page is closed, native or not', async ({ page, site }) => {
  await goTo(
    page,
    site,
    `<div id="own" role="dialog" aria-modal="true" style="position:fixed;inset:100px;background:#fff">Own</div>${PLAIN.html}`,
  )
  await call(page, 'gate', 'slide-in')
  await page.waitForSelector('tidemark-overlay', { state: 'attached' })
  await expect(title(page)).toBeHidden()
  await page.locator('#own').evaluate((own) => own.remove())
  await expect(title(page)).toBeVisible()
})

test('a focus trap of the page cannot pull the focus out of the form', async ({ page, site }) => {
  await goTo(page, site, `<input aria-label="Trap">${PLAIN.html}`)
  await page.evaluate(() => {
    const trap = document.querySelector<HTMLElement>('[aria-label=Trap]')
    document.addEventListener('focusin', ({ target }) => {
      if (target !== trap) trap?.focus()
    })
  })
  await see(page, 'slide-in')
  await button(page, 'Talk to sales').click()
  await page.getByRole('textbox', { name: 'Message' }).pressSequentially('Hello')
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Hello')
})

test('in an app that lives in a shadow root', async ({ page, site }) => {
  await goTo(page, site, `<div id="app"></div>${STUB}${SNIPPET}`)
  await page.evaluate(() => {
    const root = document.querySelector('#app')?.attachShadow({ mode: 'open' })
    const inner = document.createElement('button')
    Object.assign(inner, { id: 'export', textContent: 'Export' })
    inner.dataset['tidemarkGate'] = 'popover'
    root?.append(inner)
  })
  await ready(page)
  await button(page, 'Export').click()
  await expect(title(page)).toBeVisible()
  const [target, popover] = await Promise.all([
    button(page, 'Export').boundingBox(),
    page.locator('tidemark-overlay .popover').boundingBox(),
  ])
  expect(popover?.y).toBeGreaterThanOrEqual((target?.y ?? 0) + (target?.height ?? 0))
  await away(page)
})

test('through a visit of Turbo, which puts another body in its place', async ({ page, site }) => {
  await goTo(page, site)
  await see(page, 'modal')
  await page.evaluate(() => {
    const next = document.createElement('body')
    next.append('Another page')
    document.documentElement.replaceChild(next, document.body)
    history.pushState(null, '', '/companies')
  })
  await expect(title(page)).toBeVisible()
  await away(page)
})

test('a popover gives up when a navigation takes its target', async ({ page, site }) => {
  await goTo(page, site)
  await see(page, 'popover')
  await page.evaluate(() => document.body.replaceChildren('Another page'))
  await expect(page.locator('tidemark-overlay')).toHaveCount(0)
})

test('a navigation to the checkout takes it away', async ({ page, site }) => {
  await goTo(page, site)
  await see(page, 'slide-in')
  await page.evaluate(() => history.pushState(null, '', '/checkout'))
  await expect(page.locator('tidemark-overlay')).toHaveCount(0)
})

test('thirty tabs that hear the same thing show one overlay', async ({ context, site }) => {
  const url = site.serve('/product', PLAIN)
  const tabs: Page[] = []
  for (let n = 0; n < 30; n++) tabs.push(await context.newPage())
  await Promise.all(tabs.map((tab) => open(tab, url)))
  await Promise.all(tabs.map((tab) => call(tab, 'track', 'Opened')))
  const count = async () => {
    const counts = await Promise.all(tabs.map((tab) => tab.locator('tidemark-overlay').count()))
    return counts.reduce((sum, each) => sum + each, 0)
  }
  await expect.poll(count).toBe(1)
  // Whoever wanted to show has decided by now: each tab has reported what it did.
  await expect
    .poll(() => site.arrivals('Prompt Shown').length + site.arrivals('Prompt Suppressed').length)
    .toBeGreaterThanOrEqual(1)
  expect(await count()).toBe(1)
})

test('at a zoom of 400 %', async ({ page, site }) => {
  await page.setViewportSize({ width: 320, height: 256 })
  await goTo(page, site, `<meta name="viewport" content="width=device-width">${PLAIN.html}`)
  for (const format of FORMATS) {
    await see(page, format)
    for (const name of ['Close', 'Later']) {
      await button(page, name).evaluate((element) => element.scrollIntoView({ block: 'nearest' }))
      await expect(button(page, name)).toBeInViewport({ ratio: 1 })
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await away(page)
  }
})

test('from right to left, in the language of the page', async ({ page, site }) => {
  const arabic = `<script nonce="n">Object.assign(document.documentElement, { lang: 'ar', dir: 'rtl' })</script>`
  await goTo(page, site, arabic + PLAIN.html)
  const heading = page.getByRole('heading', { name: ARABIC })
  for (const format of FORMATS) {
    await call(page, 'gate', format)
    await expect(heading).toBeVisible()
    const corner = await page.locator('tidemark-overlay .corner').boundingBox()
    const text = await heading.boundingBox()
    expect(corner?.x).toBeLessThan(text?.x ?? 0)
    expect(await style(page, 'h2', 'direction')).toBe('rtl')
    await away(page)
  }
})

test('in forced colours, and on paper', async ({ page, site }) => {
  await goTo(page, site)
  for (const format of FORMATS) {
    await page.emulateMedia({ forcedColors: 'active', media: 'screen' })
    await see(page, format)
    const border = await style(page, '.primary', 'border-top-color')
    expect(border).not.toBe(await style(page, '.primary', 'background-color'))
    await page.emulateMedia({ forcedColors: 'none', media: 'print' })
    await expect(title(page)).toBeHidden()
    await page.emulateMedia({ media: 'screen' })
    await away(page)
  }
})

test('on a slow network the page is free meanwhile, and what comes too late for its route does not show', async ({
  page,
  site,
}) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/prompt-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await goTo(page, site)
  const asked = page.waitForRequest(/prompt-/)
  await call(page, 'gate', 'modal')
  await asked
  await button(page, 'Export').click()
  await page.evaluate(() => history.pushState(null, '', '/checkout'))
  const came = page.waitForResponse(/prompt-/)
  release()
  await (await came).finished()
  await page.evaluate(() => history.pushState(null, '', '/product'))
  await expect(page.locator('tidemark-overlay')).toHaveCount(0)
  await see(page, 'modal')
})

test('where the prompt or the form cannot be fetched, the next attempt fetches again', async ({
  page,
  site,
}) => {
  let refusals = 0
  await page.route(/(prompt|form)-.*\.js/, async (route) => {
    const name = new URL(route.request().url()).pathname
    if (seen.has(name)) return route.continue()
    seen.add(name)
    refusals += 1
    return route.abort()
  })
  const seen = new Set<string>()
  await goTo(page, site)
  await call(page, 'gate', 'modal')
  await expect.poll(() => refusals).toBe(1)
  await see(page, 'modal')
  await button(page, 'Talk to sales').click()
  await expect(page.getByRole('alert')).toContainText('The form did not load.')
  await button(page, 'Talk to sales').click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
})

test('where the listeners of the page throw, and hear no key that was meant for the overlay', async ({
  page,
  site,
}) => {
  await goTo(page, site)
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    const types = ['click', 'pointerdown', 'focusin', 'focusout', 'toggle', 'beforetoggle', 'input', 'scroll']
    for (const type of types)
      document.addEventListener(
        type,
        () => {
          throw new Error('ours')
        },
        true,
      )
    for (const type of ['keydown', 'keyup', 'keypress'])
      document.addEventListener(type, (event) => heard.push((event as KeyboardEvent).key), true)
    const { tidemark } = globalThis as unknown as { tidemark: (...args: unknown[]) => void }
    tidemark('on', 'prompt', () => {
      throw new Error('ours')
    })
  })
  await see(page, 'slide-in')
  await button(page, 'Talk to sales').click()
  await page.getByRole('textbox', { name: 'Message' }).pressSequentially('jk?')
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('jk?')
  expect(await page.evaluate('heard')).toEqual([])
  await button(page, 'Back').click()
  await button(page, 'Later').click()
  await expect(title(page)).toHaveCount(0)
})

test('nothing moves when an overlay opens; a banner takes its own height and no more', async ({
  page,
  site,
}) => {
  await goTo(page, site)
  const top = () => page.locator('main').evaluate((main) => main.getBoundingClientRect().top)
  const before = await top()
  for (const format of ['modal', 'slide-in', 'popover'] as const) {
    await see(page, format)
    expect(await top()).toBe(before)
    await button(page, 'Later').click()
    await expect(title(page)).toHaveCount(0)
  }
  await see(page, 'banner')
  const banner = await page.locator('tidemark-overlay').boundingBox()
  expect((await top()) - before).toBeLessThanOrEqual(banner?.height ?? 0)
  expect(await top()).toBeGreaterThanOrEqual(banner?.height ?? 0)
  await button(page, 'Later').click()
  await expect.poll(top).toBe(before)
})

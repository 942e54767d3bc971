import { expect, type Page } from '@playwright/test'
import { create } from '../../../widget/index.ts'
import { SNIPPET, SSO, STUB } from './site.ts'
import { arrive, call, click, open, type Site, test } from './visitor.ts'

/** What the page's own people would notice: errors, rejections, console output. */
const noises = (page: Page): string[] => {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(String(error)))
  page.on('console', (message) => heard.push(message.text()))
  return heard
}
const threeArrive = async (page: Page, site: Site, url = site.url) => {
  const heard = noises(page)
  await open(page, url)
  await click(page, 3)
  await call(page, 'flush')
  await arrive(site, 3)
  expect(heard).toEqual([])
}
/** Batches in IndexedDB. Looked into only where there is one: opening would make it, without what the tracker needs. */
const waiting = (page: Page) =>
  page.evaluate(async () => {
    const all = await indexedDB.databases()
    if (!all.length) return 0
    return new Promise<number>((resolve) => {
      indexedDB.open('tidemark.pk_test').onsuccess = ({ target }) => {
        const store = (target as IDBOpenDBRequest).result.transaction('batches').objectStore('batches')
        store.count().onsuccess = (event) => resolve((event.target as IDBRequest<number>).result)
      }
    })
  })
/** Runs before anything of the page, as another script of the host might. */
const withScript = (site: Site, script: string) =>
  site.serve('/own', { html: `<script>${script}</script>${STUB}${SNIPPET}` })

test('in a sandboxed frame', async ({ page, site }) => {
  const heard = noises(page)
  await page.goto(site.serve('/around', { html: '<iframe sandbox="allow-scripts" src="/"></iframe>' }))
  const frame = page.frames()[1]
  if (!frame) throw new Error('There is no frame')
  await frame.waitForFunction(() => 'live' in (window as unknown as { tidemark: object }).tidemark)
  await click(frame, 3)
  await call(frame, 'flush')
  await arrive(site, 3)
  expect(heard).toEqual([])
})

test('a name and a password in the address are not recorded', async ({ page, site }) => {
  await threeArrive(page, site, site.url.replace('//', '//ann:secret@'))
  expect(JSON.stringify(site.received)).toContain(`"url":"${site.url}"`)
  expect(JSON.stringify(site.received)).not.toContain('secret')
})

test('under a strict policy with a nonce and Trusted Types', async ({ page, site }) => {
  const policy = `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'self'; connect-src *; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`
  const headers = { 'Content-Security-Policy': policy }
  await threeArrive(page, site, site.serve('/strict', { html: STUB + SNIPPET, headers }))
})

const PLACES = {
  'where storage throws': `for (const name of ['localStorage', 'indexedDB'])
    Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })`,
  'where storage is full': `const full = () => { throw new DOMException('full', 'QuotaExceededError') }
    Storage.prototype.setItem = full; IDBObjectStore.prototype.put = full`,
  'on a plain-http host': `Object.defineProperty(navigator, 'locks', { value: undefined })
    Object.defineProperty(crypto, 'subtle', { value: undefined }); crypto.randomUUID = undefined`,
  'where locks reject': `navigator.locks.request = () => Promise.reject(new DOMException('no', 'SecurityError'))`,
  'with a frozen Object.prototype': 'Object.freeze(Object.prototype); Object.freeze(Array.prototype)',
  'with a polluted Object.prototype': `Object.prototype.token = 'x'; Object.prototype.urgent = 1; Object.prototype.id = 'x'
    Object.prototype.each = function () {}; Array.prototype.last = function () {}`,
  'with a patched history': `history.pushState = function () { throw new Error('ours') }`,
  'where the clock jumps': `let ahead = 0; const now = Date.now; Date.now = () => now() + ahead
    addEventListener('load', () => { ahead = -864e5; setTimeout(() => { ahead = 864e5 }, 100) })`,
  'with a patched Promise': `const Native = Promise; window.Promise = class extends Native {
      then(...args) { return super.then(...args.map((call) => call && ((value) => call(value)))) } }
    Native.prototype.finally = () => { throw new Error('ours') }`,
  'with a patched fetch': `const native = window.fetch
    window.fetch = (...args) => native(...args).then((response) => response.clone())`,
  'with foreign data under our names': `localStorage.setItem('tidemark.pk_test.identity', '[7]')
    localStorage.setItem('tidemark.pk_test.missed', '{"a":1}'); localStorage.setItem('tidemark.pk_test.config', '{"prompts":[null]}')
    localStorage.setItem('tidemark.pk_test.limits', '"x"'); localStorage.setItem('tidemark.pk_test.pricing', '{}')`,
  'without compression': 'delete window.CompressionStream',
}
for (const [place, script] of Object.entries(PLACES))
  test(place, async ({ page, site }) => {
    await threeArrive(page, site, withScript(site, script))
  })

test('where the chunks are blocked', async ({ page, site }) => {
  await site.become('without chunks')
  await open(page, site.url)
  await click(page, 3)
  await arrive(site, 3)
})

test('where fetch is broken, nobody notices', async ({ page, site }) => {
  const heard = noises(page)
  await open(page, withScript(site, 'window.fetch = () => { throw new Error("ours") }'))
  await click(page, 3)
  await call(page, 'flush')
  await page.goto(site.url)
  await arrive(site, 3)
  expect(heard).toEqual([])
})

test('where the script is blocked, the page goes on', async ({ page, site }) => {
  const heard = noises(page)
  await page.route('**/tidemark.js', (route) => route.abort())
  await page.goto(site.url)
  await click(page, 3)
  await call(page, 'identify', 'u1')
  // The browser itself says that the script did not load.
  expect(heard.filter((text) => !text.includes('ERR_FAILED'))).toEqual([])
})

test('without the stub', async ({ page, site }) => {
  await threeArrive(page, site, site.serve('/bare', { html: SNIPPET }))
})

for (const [stub, script] of Object.entries({
  'queues text': 'window.tidemark = { q: "old" }',
  'queues in an object': 'window.tidemark = { q: { push() {} } }',
  'is a list': 'window.tidemark = [["track"]]',
  'is frozen': 'window.tidemark = Object.freeze(function () {})',
}))
  test(`a foreign stub that ${stub} is no trouble`, async ({ page, site }) => {
    await threeArrive(page, site, site.serve('/foreign', { html: `<script>${script}</script>${SNIPPET}` }))
  })

test('calls that make no sense throw nothing, and while debugging are told', async ({ page, site }) => {
  const heard = noises(page)
  await open(page, site.url)
  const nonsense = () => {
    const { tidemark } = globalThis as unknown as {
      tidemark: ((...args: unknown[]) => void) & { q: { push(args?: unknown): void } }
    }
    const hostile = {
      toString() {
        throw new Error('ours')
      },
    }
    for (const name of [undefined, null, 7, Symbol('s'), hostile, '__proto__', 'constructor', 'trak'])
      tidemark(name, hostile)
    for (const args of [undefined, null, 7, 'text', {}, [[]]]) tidemark.q.push(args)
    tidemark('limit', 'records', 80, 100)
    tidemark('identify')
    tidemark('on', 'prompt', 7)
  }
  await page.evaluate(nonsense)
  expect(heard).toEqual([])
  await call(page, 'debug')
  await expect.poll(() => heard.join('\n')).toContain('[tidemark] debugging; explain(')
  await page.evaluate(nonsense)
  await expect.poll(() => heard.join('\n')).toContain('given limit("records", 80, 100); wanted limit(')
  await expect.poll(() => heard.join('\n')).toContain('there is no such call')
  await click(page, 3)
  await call(page, 'flush')
  await arrive(site, 3)
  expect(heard.filter((text) => !text.startsWith('[tidemark]'))).toEqual([])
})

test('why events are not taken is told while debugging', async ({ page, site }) => {
  const heard = noises(page)
  await open(page, site.url)
  await call(page, 'debug')
  await expect.poll(() => heard.join()).toContain('debugging')
  await site.become('unwelcoming')
  await click(page, 1)
  await call(page, 'flush')
  await expect.poll(() => heard).toContain('[tidemark] answer {title: Unauthorized}')
  await site.become('deaf')
  await call(page, 'flush')
  await expect.poll(() => heard.join()).toContain('[tidemark] answer TypeError')
})

test('from npm nothing rejects, though what decides cannot be fetched', async ({ page, site }) => {
  const heard = noises(page)
  await page.route('**/decide-*.js', (route) => route.abort())
  const html = `<script type="module">import { create } from '{server}/index.js'
    window.ours = create({ key: 'pk_test', server: '{server}' }); ours.on('ready', () => { window.isReady = true })</script>`
  await page.goto(site.serve('/npm', { html }))
  await page.waitForFunction('window.isReady')
  expect(await page.evaluate("ours.show('any')")).toEqual({ status: 'unknown' })
  expect(await page.evaluate('ours.explain()')).toEqual([])
  await page.evaluate("ours.track('Clicked', { n: 0 }); ours.flush()")
  await arrive(site, 1)
  expect(heard.filter((text) => !text.includes('ERR_FAILED'))).toEqual([])
})

test('the kill switch works within a minute on a page that stays open', async ({ page, site }) => {
  site.publish({ prompts: [SSO] })
  await page.clock.install()
  await open(page, site.url)
  await page.clock.runFor(2000)
  await call(page, 'gate', 'sso')
  const title = page.getByRole('heading', { name: SSO.title })
  await expect(title).toBeVisible()
  site.publish({ enabled: false, prompts: [] })
  await page.clock.runFor(60_000)
  await expect(title).toHaveCount(0)
})

test('included twice', async ({ page, site }) => {
  await threeArrive(page, site, site.serve('/twice', { html: STUB + SNIPPET + SNIPPET }))
  expect(site.arrivals('Clicked')).toHaveLength(3)
})

test('a stub captured early keeps working, and results go to a callback', async ({ page, site }) => {
  const early =
    '<script>const early = tidemark; early("gate", "sso", (answer) => { first = answer.status })</script>'
  await open(page, site.serve('/early', { html: STUB + early + SNIPPET }))
  await page.evaluate('early("track", "Clicked", { n: 0 }); early("flush")')
  await arrive(site, 1)
  expect(await page.evaluate('first')).toBe('unknown')
})

test('ten tabs send one at a time, and have one session', async ({ context, site }) => {
  const tabs = await Promise.all(Array.from({ length: 10 }, () => context.newPage()))
  await Promise.all(tabs.map((tab) => open(tab, site.url)))
  await Promise.all(tabs.map((tab) => click(tab, 5)))
  await Promise.all(tabs.map((tab) => call(tab, 'flush')))
  await arrive(site, 50)
  expect(site.arrivals('Clicked')).toHaveLength(50)
  expect(Math.max(...site.received.map(({ beside }) => beside))).toBe(0)
  await expect.poll(() => site.counted('Session Started')).toBe(1)
})

test('what another tab signs in or out counts here too', async ({ context, page, site }) => {
  await open(page, site.url)
  const other = await context.newPage()
  await open(other, site.url)
  const next = async (n: number) => {
    await page.evaluate((given) => {
      const { tidemark } = globalThis as unknown as { tidemark: (...args: unknown[]) => void }
      tidemark('track', `Said ${given}`)
      tidemark('flush')
    }, n)
    await expect.poll(() => site.arrivals(`Said ${n}`).length).toBe(1)
    return site.arrivals(`Said ${n}`)[0]
  }
  const stored = () => page.evaluate(() => localStorage.getItem('tidemark.pk_test.identity') ?? '')
  const before = await next(1)
  expect(before?.userId).toBeUndefined()
  await call(other, 'identify', 'u1')
  await call(other, 'group', 'acme')
  await expect.poll(stored).toContain('acme')
  const during = await next(2)
  expect(during).toMatchObject({
    userId: 'u1',
    anonymousId: before?.anonymousId,
    context: { groupId: 'acme' },
  })
  await call(other, 'reset')
  await expect.poll(stored).not.toContain('u1')
  const after = await next(3)
  expect(after?.userId).toBeUndefined()
  expect(after?.context).not.toHaveProperty('groupId')
  expect(after?.anonymousId).not.toBe(before?.anonymousId)
})

test('query parameters stay in addresses only where the script tag says so', async ({ page, site }) => {
  const keeping = SNIPPET.replace('data-key', 'data-keep-query="utm_source, utm_medium" data-key')
  site.serve('/plain?utm_source=news&code=1', { html: STUB + SNIPPET })
  await open(page, site.serve('/kept?utm_source=news&utm_medium=mail&code=1', { html: STUB + keeping }))
  await click(page, 1)
  await open(page, `${site.url}plain?utm_source=news&code=1`)
  await click(page, 1)
  await call(page, 'flush')
  const urls = () => site.arrivals('Clicked').map(({ context }) => Object(context?.['page']).url)
  await expect.poll(urls).toEqual([`${site.url}kept?utm_source=news&utm_medium=mail`, `${site.url}plain`])
})

test('a tab that dies hands over', async ({ context, page, site }) => {
  await open(page, site.url)
  const other = await context.newPage()
  await open(other, site.url)
  await site.become('deaf')
  await click(page, 3)
  await expect.poll(() => waiting(other)).toBeGreaterThan(0)
  await page.goto('chrome://crash').catch(() => {})
  await site.become('well')
  await call(other, 'flush')
  await arrive(site, 3)
})

test('on a server nothing happens', async () => {
  const tidemark = create({ key: 'pk_test', server: 'https://tidemark.example' })
  tidemark.identify('u1', { name: 'Mara' })
  tidemark.track('Clicked')
  tidemark.on('prompt', () => {})()
  expect(tidemark.gate('sso')).toEqual({ status: 'unknown' })
  expect(await tidemark.explain()).toEqual([])
  expect(await tidemark.show('any')).toEqual({ status: 'unknown' })
})

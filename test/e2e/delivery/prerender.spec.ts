import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect } from '@playwright/test'
import { SNIPPET, STUB } from './site.ts'
import { test } from './visitor.ts'

/** Has the pricing page drawn ahead; once it is, somebody else signs in here, and goes there. */
const START = `${STUB}${SNIPPET}
  <script type="speculationrules">{"prerender": [{"source": "list", "urls": ["/pricing"], "eagerness": "immediate"}]}</script>
  <a href="/pricing">Pricing</a>
  <script>
    tidemark('identify', 'u1')
    addEventListener('storage', ({ key }) => {
      if (key !== 'drawn') return
      tidemark('reset')
      tidemark('identify', 'u2')
      document.querySelector('a').click()
    })
  </script>`
const PRICING = `${STUB}${SNIPPET}
  <script>
    tidemark('on', 'ready', () => {
      tidemark('track', 'Drawn', { ahead: document.prerendering })
      setTimeout(() => localStorage.setItem('drawn', '1'), 500)
    })
    document.addEventListener('prerenderingchange', () => tidemark('track', 'Looked At'))
  </script>`

// Without Playwright: what it asks of a browser keeps pages from being drawn ahead.
test('a page that is drawn ahead counts when it is looked at, for who is there then', async ({
  site,
}, info) => {
  site.publish({ pricing: { paths: ['/pricing'], dwellAfter: 50 } })
  site.serve('/pricing', { html: PRICING })
  const { args = [], executablePath = chromium.executablePath() } = info.project.use.launchOptions ?? {}
  const profile = await mkdtemp(join(tmpdir(), 'tidemark-'))
  const own = ['--headless=new', `--user-data-dir=${profile}`, site.serve('/start', { html: START })]
  const browser = spawn(executablePath, [...args, ...own], { detached: true, stdio: 'ignore' })
  await expect.poll(() => site.counted('Pricing Viewed'), { timeout: 30_000 }).toBe(1)
  await expect.poll(() => site.counted('Looked At')).toBe(1)
  const gone = once(browser, 'exit')
  process.kill(-(browser.pid ?? 0), 'SIGKILL')
  await gone
  await rm(profile, { recursive: true, maxRetries: 5 })
  const only = (name: string) => site.arrivals(name)[0]
  expect(only('Drawn')).toMatchObject({ userId: 'u1', properties: { ahead: true } })
  expect(only('Looked At')?.userId).toBe('u2')
  expect(only('Pricing Viewed')?.userId).toBe('u2')
  expect(Number(only('Pricing Viewed')?.timestamp)).toBeGreaterThanOrEqual(
    Number(only('Looked At')?.timestamp),
  )
  const sessions = site
    .arrivals('Session Started')
    .map(({ context, userId }) => [userId, Object(context?.['page']).path])
  expect(sessions).not.toContainEqual(['u1', '/pricing'])
})

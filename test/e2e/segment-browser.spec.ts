import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Stand, startStand } from '../server/compat/stand.ts'

const SDK = resolve(import.meta.dirname, '../../node_modules/@segment/analytics-next/dist/umd/index.js')

type Sdk = {
  track(event: string, properties?: object): Promise<unknown>
  identify(id: string, traits?: object): Promise<unknown>
  group(id: string, traits?: object): Promise<unknown>
  page(name: string): Promise<unknown>
  screen(name: string): Promise<unknown>
  alias(id: string): Promise<unknown>
}
type Host = {
  AnalyticsNext: { AnalyticsBrowser: { load(settings: object, options: object): Sdk } }
  sdk: Sdk
}

/** A page on its own origin with Segment's browser SDK as it is published. */
const startPage = async () => {
  const server = createServer((request, response) => {
    if (request.url === '/sdk.js') return createReadStream(SDK).pipe(response)
    response.setHeader('content-type', 'text/html')
    return response.end(
      '<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><script src="/sdk.js"></script>',
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  }
}

let stand: Stand
let shop: Awaited<ReturnType<typeof startPage>>
test.beforeEach(async () => {
  stand = await startStand()
  shop = await startPage()
})
test.afterEach(async () => {
  await shop.close()
  await stand.close()
})

const load = async (page: Page, options: object = {}) => {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { origin } = new URL(request.url())
    if (origin !== new URL(shop.url).origin && origin !== stand.url && origin !== 'null')
      elsewhere.push(request.url())
  })
  await page.goto(shop.url)
  await page.evaluate(
    ([writeKey, cdnURL, more]) => {
      const host = window as unknown as Host
      host.sdk = host.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL }, more)
    },
    [stand.key, stand.url, options] as const,
  )
  return elsewhere
}

test('every call of @segment/analytics-next with only cdnURL changed arrives once, and nothing goes elsewhere', async ({
  page,
}) => {
  const elsewhere = await load(page)
  await page.evaluate(async () => {
    const { sdk } = window as unknown as Host
    await sdk.track('Pricing Viewed')
    await sdk.identify('mara', { email: 'mara@acme.example' })
    await sdk.group('acme', { name: 'Acme' })
    await sdk.track('Core Action Completed', { rows: 3 })
    await sdk.page('Pricing')
    await sdk.screen('Records')
    await sdk.alias('mara-2')
  })
  await expect
    .poll(() =>
      stand
        .arrived()
        .map(({ kind, name }) => `${kind} ${name}`.trim())
        .toSorted(),
    )
    .toEqual([
      'alias',
      'group',
      'identify',
      'page Pricing',
      'screen Records',
      'track Core Action Completed',
      'track Pricing Viewed',
    ])
  expect(await stand.user('mara')).toMatchObject({
    accountId: 'acme',
    traits: { email: 'mara@acme.example' },
  })
  expect(await stand.statusOf('/api/accounts/acme')).toBe(200)
  expect(await stand.rejected()).toEqual([])
  expect(elsewhere).toEqual([])
})

const STRATEGIES = [
  ['one by one', {}],
  [
    'in batches',
    {
      integrations: {
        'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 4, timeout: 300 } } },
      },
    },
  ],
] as const

for (const [how, options] of STRATEGIES)
  test(`@segment/analytics-next, sending ${how}, sends again after 503, 429 and a lost answer, and nothing is counted twice`, async ({
    page,
  }) => {
    await load(page, options)
    stand.plan('answer lost', 'unavailable', 'too many')
    const names = Array.from({ length: 8 }, (_, n) => `Step ${n}`)
    await page.evaluate((events) => {
      const { sdk } = window as unknown as Host
      for (const event of events) void sdk.track(event)
    }, names)
    await expect.poll(() => stand.names().toSorted(), { timeout: 30_000 }).toEqual(names)
    expect(stand.isPlanDone()).toBe(true)
  })

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { lookAtEverything } from '../../../server/cli/findings.ts'
import { adviceFor } from '../../../server/deliver/advice.ts'
import { createPost } from '../../../server/deliver/post.ts'
import { serve } from '../../../server/main.ts'
import type { Environment } from '../../../server/setting-reader.ts'
import type { Delivery, Installation } from '../../../server/wire/operations.ts'
import { databases } from '../../store/databases.ts'
import { ADMIN_TOKEN, configOf } from './harness.ts'
import { startReceiver } from './receiver.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

/** Serves, and asks as the admin; `doctor` tells what is found about something. */
const serving = async (more: Environment) => {
  const env = { PORT: '0', HOST: '127.0.0.1', TIDEMARK_ADMIN_TOKEN: ADMIN_TOKEN, ...more }
  const server = await serve(await configOf(env), new PassThrough())
  cleanUps.push(server.stop)
  return {
    server,
    ask: async <T>(path: string): Promise<T> =>
      (await fetch(server.url + path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })).json(),
    doctor: async (about: string, other: Environment = {}) =>
      (await lookAtEverything({ ...env, ...other }, () => {})).find((found) => found.about === about),
  }
}

const RAISE = { event: 'Sales Contact Requested', userId: 'ann', context: { groupId: 'acme.com' } }

test.each(databases())(
  '$kind: deliveries that fail are told with their error and what to do, until they go through',
  async (on) => {
    const database = await on.make()
    let isBack = false
    const receiver = await startReceiver(() => ({ status: isBack ? 204 : 404 }))
    cleanUps.push(() => database.drop(), receiver.close)
    const { server, ask, doctor } = await serving({
      DATABASE_URL: database.url,
      TIDEMARK_WEBHOOK_URL: `${receiver.url}/hook`,
      TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
    })
    const failing = async () => (await ask<Installation>('/api/installation')).failing
    expect(await failing()).toEqual([])
    expect(await doctor('deliveries')).toMatchObject({ state: 'good' })

    const body = JSON.stringify({ writeKey: server.secrets.keys.write, ...RAISE })
    expect((await fetch(`${server.url}/v1/track`, { method: 'POST', body })).status).toBe(200)
    await receiver.until(1)
    const [delivery] = await ask<Delivery[]>('/api/deliveries')
    await expect.poll(failing).toEqual([
      {
        channel: 'webhook',
        deliveries: 1,
        since: delivery?.createdAt,
        lastError: 'answered 404',
        advice: expect.stringContaining('TIDEMARK_WEBHOOK_URL'),
      },
    ])
    expect(await doctor('deliveries')).toMatchObject({
      state: 'bad',
      words: expect.stringMatching(
        /^1 message to webhook .*\nThe last error: answered 404. .*TIDEMARK_WEBHOOK_URL/,
      ),
    })

    isBack = true
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
    await fetch(`${server.url}/api/deliveries/${delivery?.id}/replay`, { method: 'POST', headers })
    await expect.poll(async () => (await ask<Delivery[]>('/api/deliveries'))[0]?.status).toBe('delivered')
    await expect.poll(failing).toEqual([])
    expect(await doctor('deliveries')).toMatchObject({ state: 'good' })
  },
)

test.each([
  ['nothing listens', 'http://127.0.0.1:1/hook', /Nothing answers there/],
  ['nobody knows the host', 'http://nobody.invalid/hook', /No such host/],
  ['it is no https', (url: string) => url.replace('http:', 'https:'), /does not speak TLS/],
  ['it hangs', (url: string) => `${url}/hang`, /Nothing answers there/],
  [
    'it redirects',
    (url: string) => `${url}/302`,
    /Put the address to which it redirects into TIDEMARK_SLACK/,
  ],
  ['it lets nobody in', (url: string) => `${url}/401`, /TIDEMARK_SLACK_WEBHOOK_URL is still valid/],
  ['it is in trouble', (url: string) => `${url}/503`, /look into its log/],
  ['it does not understand', (url: string) => `${url}/400`, /Look into the receiver's log/],
])('a delivery that fails because %s has advice', async (_why, where, words) => {
  const receiver = await startReceiver(({ path }) =>
    path === '/hang' ? 'hang' : { status: Number(path.slice(1)) },
  )
  cleanUps.push(receiver.close)
  const post = createPost({ allowPrivateHosts: true, timeoutAfter: 500 })
  const url = typeof where === 'string' ? where : where(receiver.url)
  const result = await post({ url, headers: {}, body: '{}' })
  expect(adviceFor(result.ok ? '' : result.error, 'slack')).toMatch(words)
})

const [sqlite] = databases()

/** Sends an event from an address of this machine, as a proxy would. */
const passOn = async (url: string, headers: Record<string, string>, from = '127.0.0.1') => {
  const asked = request(`${url}/v1/track`, { method: 'POST', headers, localAddress: from, agent: false })
  const [response] = await once(asked.end('{}'), 'response')
  ;(response as IncomingMessage).resume()
}

test('a proxy that is not trusted is told with its address and what to set', async () => {
  const database = await sqlite?.make()
  cleanUps.push(async () => database?.drop())
  const { server, ask, doctor } = await serving({ DATABASE_URL: database?.url })
  const proxies = async () => (await ask<Installation>('/api/installation')).proxies
  await passOn(server.url, {})
  expect(await proxies()).toEqual([])
  expect(await doctor('proxy')).toBeUndefined()
  await passOn(server.url, { 'x-forwarded-for': '192.0.2.7' })
  await passOn(server.url, { forwarded: 'for=192.0.2.8' })
  expect(await proxies()).toEqual([{ address: '127.0.0.1', requests: 2, lastAt: expect.any(String) }])
  expect(await doctor('proxy')).toMatchObject({
    state: 'bad',
    words: expect.stringContaining('set TIDEMARK_TRUST_PROXY=127.0.0.1 '),
  })
  expect(await doctor('deliveries', { TIDEMARK_ADMIN_TOKEN: 'that-of-another-server' })).toMatchObject({
    state: 'note',
    words: expect.stringContaining('TIDEMARK_ADMIN_TOKEN'),
  })
  for (let n = 2; n < 32; n += 1) await passOn(server.url, { 'x-forwarded-for': 'me' }, `127.0.0.${n}`)
  expect((await proxies()).map(({ address }) => address)).toEqual(
    Array.from({ length: 20 }, (_, n) => `127.0.0.${31 - n}`),
  )
})

test('a proxy that is trusted is not', async () => {
  const database = await sqlite?.make()
  cleanUps.push(async () => database?.drop())
  const { server, ask } = await serving({ DATABASE_URL: database?.url, TIDEMARK_TRUST_PROXY: '127.0.0.1' })
  for (const named of ['192.0.2.7', '', '127.0.0.1']) await passOn(server.url, { 'x-forwarded-for': named })
  expect((await ask<Installation>('/api/installation')).proxies).toEqual([])
})

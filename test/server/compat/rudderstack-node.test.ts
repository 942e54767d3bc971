import RudderStack from '@rudderstack/rudder-sdk-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Stand, startStand } from './stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await startStand()
})
afterEach(() => stand.close())

const open = (key: string = stand.key) =>
  new RudderStack(key, {
    dataPlaneUrl: stand.url,
    flushAt: 4,
    logLevel: 'none',
    errorHandler: () => undefined,
  })

/** Its flush takes one batch; all that waits takes several. */
const flushAll = async (client: RudderStack, events: number) => {
  for (let sent = 0; sent < events; sent += 4) await client.flush()
}

test('every call of @rudderstack/rudder-sdk-node, gzipped as it does, arrives once, and makes its user and account known', async () => {
  const client = open(stand.secretKey)
  client.track({ anonymousId: 'visitor', event: 'Pricing Viewed' })
  client.identify({ userId: 'mara', anonymousId: 'visitor', traits: { email: 'mara@acme.example' } })
  client.group({ userId: 'mara', groupId: 'acme', traits: { name: 'Acme' } })
  client.track({ userId: 'mara', event: 'Core Action Completed', properties: { rows: 3 } })
  client.page({ userId: 'mara', name: 'Pricing' })
  client.screen({ userId: 'mara', name: 'Records' })
  client.alias({ userId: 'mara', previousId: 'old-mara' })
  await flushAll(client, 8)
  await expect.poll(() => stand.arrived().length, { timeout: 15_000 }).toBe(7)
  expect(await stand.user('mara')).toMatchObject({
    accountId: 'acme',
    traits: { email: 'mara@acme.example' },
  })
  expect(await stand.statusOf('/api/accounts/acme')).toBe(200)
  expect(await stand.rejected()).toEqual([])
})

test('@rudderstack/rudder-sdk-node sends again after 503, 429 and a lost answer, and nothing is counted twice', async () => {
  stand.plan('answer lost', 'unavailable', 'too many')
  const client = open()
  const names = Array.from({ length: 8 }, (_, n) => `Step ${n}`)
  for (const event of names) client.track({ userId: 'mara', event })
  await flushAll(client, 8)
  await expect.poll(() => stand.names().toSorted(), { timeout: 15_000 }).toEqual(names)
  expect(stand.isPlanDone()).toBe(true)
})

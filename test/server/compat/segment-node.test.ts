import { Analytics } from '@segment/analytics-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Stand, startStand } from './stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await startStand()
})
afterEach(() => stand.close())

const open = (writeKey: string = stand.key) => new Analytics({ writeKey, host: stand.url, flushAt: 4 })

test('every call of @segment/analytics-node arrives once, and makes its user and account known', async () => {
  const analytics = open(stand.secretKey)
  analytics.track({ anonymousId: 'visitor', event: 'Pricing Viewed' })
  analytics.identify({ userId: 'mara', anonymousId: 'visitor', traits: { email: 'mara@acme.example' } })
  analytics.group({ userId: 'mara', groupId: 'acme', traits: { name: 'Acme' } })
  analytics.track({ userId: 'mara', event: 'Core Action Completed', properties: { rows: 3 } })
  analytics.page({ userId: 'mara', name: 'Pricing' })
  analytics.screen({ userId: 'mara', name: 'Records' })
  analytics.alias({ userId: 'mara', previousId: 'old-mara' })
  await analytics.closeAndFlush()

  expect(stand.arrived().toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
    { kind: 'alias', name: '', sender: 'mara' },
    { kind: 'group', name: '', sender: 'mara' },
    { kind: 'identify', name: '', sender: 'mara' },
    { kind: 'page', name: 'Pricing', sender: 'mara' },
    { kind: 'screen', name: 'Records', sender: 'mara' },
    { kind: 'track', name: 'Pricing Viewed', sender: '~visitor' },
    { kind: 'track', name: 'Core Action Completed', sender: 'mara' },
  ])
  expect(await stand.user('mara')).toMatchObject({
    accountId: 'acme',
    traits: { email: 'mara@acme.example' },
  })
  expect(await stand.statusOf('/api/accounts/acme')).toBe(200)
  expect(await stand.rejected()).toEqual([])
})

test('@segment/analytics-node sends again after 503, 429 and a lost answer, and nothing is counted twice', async () => {
  stand.plan('answer lost', 'unavailable', 'too many')
  const analytics = open()
  const names = Array.from({ length: 8 }, (_, n) => `Step ${n}`)
  for (const event of names) analytics.track({ userId: 'mara', event })
  await analytics.closeAndFlush({ timeout: 20_000 })
  expect(stand.isPlanDone()).toBe(true)
  expect(stand.names().toSorted()).toEqual(names)
})

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AccountView, LeadSummary } from '../../../server/wire/view.ts'
import { type Edge, startEdge } from '../edge/harness.ts'
import { KEYS, openTestLane } from '../edge/real-lane.ts'
import { readyToBuy } from '../lane/harness.ts'
import { readJournal } from './stand.ts'

const SECRET = 'whsec_the_new_one'
const OLD_SECRET = 'whsec_the_old_one'
const NOW = Date.UTC(2026, 5, 17, 12)
const stripe = new Stripe('sk_test_nothing_is_called')

let folder: string
let file: string
let edge: Edge
let database: Awaited<ReturnType<typeof openTestLane>>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-stripe-'))
  file = join(folder, 'stripe.db')
  database = await openTestLane({ databaseUrl: `sqlite:${file}` })
  edge = await startEdge(database.lane, {
    env: { TIDEMARK_STRIPE_SECRET: `${SECRET}, ${OLD_SECRET}` },
    now: () => NOW,
  })
})
afterEach(async () => {
  await edge.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

type Fields = Readonly<Record<string, unknown>>

const price = (amount: number | null, more: Fields = {}) => ({
  unit_amount: amount,
  lookup_key: 'team',
  recurring: { interval: 'month' },
  ...more,
})
const subscription = (status: string, more: Fields = {}) => ({
  object: 'subscription',
  id: 'sub_1',
  customer: 'cus_1',
  currency: 'eur',
  status,
  metadata: { accountId: 'acme' },
  items: { data: [{ quantity: 3, price: price(2000) }] },
  ...more,
})
const of = (object: object, type: string, more: Fields = {}) => {
  const { previous, ...rest } = more
  return {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    created: NOW / 1000 - 120,
    data: { object, ...(previous !== undefined && { previous_attributes: previous }) },
    ...rest,
  }
}
const created = (object: object) => of(object, 'customer.subscription.created')
const updated = (object: object, previous: Fields) =>
  of(object, 'customer.subscription.updated', { previous })
const checkout = (more: Fields) =>
  of(
    { object: 'checkout.session', customer: 'cus_1', subscription: 'sub_1', ...more },
    'checkout.session.completed',
  )

type Signing = { readonly secret?: string; readonly at?: number }

const post = async (event: object, { secret = SECRET, at = NOW }: Signing = {}): Promise<number> => {
  const payload = JSON.stringify(event, null, 2)
  const timestamp = Math.floor(at / 1000)
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
  const response = await fetch(`${edge.url}/v1/stripe`, {
    method: 'POST',
    headers: { 'stripe-signature': header, 'content-type': 'application/json; charset=utf-8' },
    body: payload,
  })
  return response.status
}

const makeLead = async (userId = 'ann', groupId: string | undefined = 'acme') => {
  const batch = readyToBuy({ userId, ...(groupId && { context: { groupId } }) })
  const body = JSON.stringify({ writeKey: KEYS.write, batch })
  expect((await fetch(`${edge.url}/v1/batch`, { method: 'POST', body })).status).toBe(200)
  expect(await leads()).toMatchObject([{ status: 'open' }])
}
const leads = async (): Promise<LeadSummary[]> => (await edge.admin('/api/leads?status=all')).json()
const statusOfLead = async () => (await leads())[0]?.status
const account = async (id = 'acme'): Promise<AccountView> => (await edge.admin(`/api/accounts/${id}`)).json()

test('a subscription created as active closes the lead as won, with what is paid', async () => {
  await makeLead()
  expect(await post(created(subscription('active')))).toBe(200)
  expect(await leads()).toMatchObject([{ status: 'won' }])
  expect(await account()).toMatchObject({ traits: { plan: 'team' } })
})

test.each(['trialing', 'incomplete', 'past_due', 'paused'])(
  'a subscription that turns from %s to active is a win; that it was created is none',
  async (status) => {
    await makeLead()
    await post(created(subscription(status)))
    expect(await statusOfLead()).toBe('open')
    await post(updated(subscription('active'), { status }))
    expect(await statusOfLead()).toBe('won')
  },
)

test.each([
  ['a free plan', subscription('active', { items: { data: [{ price: price(0) }] } })],
  ['everything taken off', subscription('active', { discounts: [{ coupon: { percent_off: 100 } }] })],
])('an invoice of 0 is no win: %s', async (_what, object) => {
  await makeLead()
  await post(created(object))
  await post(
    of(
      { object: 'invoice', customer: 'cus_1', amount_paid: 0, metadata: { accountId: 'acme' } },
      'invoice.paid',
    ),
  )
  expect(await statusOfLead()).toBe('open')
})

test('a free plan that becomes a paid one is a win', async () => {
  await makeLead()
  const free = { items: { data: [{ price: price(0, { lookup_key: 'free' }) }] } }
  await post(created(subscription('active', free)))
  await post(updated(subscription('active'), free))
  expect(await statusOfLead()).toBe('won')
})

test('another plan is a change, a trial that ends unpaid is nothing, and the end takes the plan away', async () => {
  await post(created(subscription('active')))
  const business = { items: { data: [{ price: price(9900, { lookup_key: 'business' }) }] } }
  await post({
    ...updated(subscription('active', business), { items: subscription('active').items }),
    created: NOW / 1000 - 60,
  })
  expect(await account()).toMatchObject({ traits: { plan: 'business' } })
  await post(updated(subscription('active', business), { cancel_at_period_end: false }))
  await post(updated(subscription('incomplete_expired', business), { status: 'incomplete' }))
  expect(await account()).toMatchObject({ traits: { plan: 'business' } })
  await post({
    ...of(subscription('canceled', business), 'customer.subscription.deleted'),
    created: NOW / 1000 - 30,
  })
  expect(await account()).toMatchObject({ traits: { plan: null } })
})

test('repeated and out of order: what ended later has ended, and each event counts once', async () => {
  await makeLead()
  const start = created(subscription('active'))
  const end = { ...of(subscription('canceled'), 'customer.subscription.deleted'), created: NOW / 1000 + 60 }
  for (const event of [end, start, start, end]) expect(await post(event)).toBe(200)
  expect(await leads()).toMatchObject([{ status: 'won' }])
  expect(await account()).toMatchObject({ traits: { plan: null } })
  const bought = readJournal(file).filter(({ name }) => name.startsWith('Subscription'))
  expect(bought.map(({ name }) => name)).toEqual(['Subscription Ended', 'Subscription Started'])
})

const bare = { metadata: {} }

test.each([
  ['its client_reference_id is an account', { client_reference_id: 'acme' }, 'acme'],
  ['its client_reference_id is a user', { client_reference_id: 'ann' }, 'acme'],
  [
    'its e-mail address is of the account that has that domain',
    { customer_details: { email: 'cfo@acme.example' } },
    'acme.example',
  ],
])('a purchase waits until the customer is known: %s', async (_how, session, id) => {
  await makeLead('ann', id)
  await post(created(subscription('active', bare)))
  expect(await statusOfLead()).toBe('open')
  expect(await (await edge.admin('/api/installation')).json()).toMatchObject({
    stripe: { unmatched: [{ customer: 'cus_1' }] },
  })
  await post(checkout(session))
  expect(await statusOfLead()).toBe('won')
  expect(await (await edge.admin('/api/installation')).json()).toMatchObject({ stripe: { unmatched: [] } })
})

test('a customer that was matched once stays matched', async () => {
  await makeLead()
  await post(checkout({ client_reference_id: 'acme' }))
  await post(created(subscription('active', bare)))
  expect(await statusOfLead()).toBe('won')
})

test('a purchase by a user whose id is the e-mail address goes to where that user belongs', async () => {
  await makeLead('ann@gmail.com', undefined)
  await post(of({ object: 'customer', id: 'cus_1', email: 'ann@gmail.com' }, 'customer.created'))
  await post(created(subscription('active', bare)))
  expect(await statusOfLead()).toBe('won')
})

test('the old secret holds while it is rotated; another, an old signature and a missing one do not', async () => {
  const event = created(subscription('active'))
  expect(await post(event, { secret: OLD_SECRET })).toBe(200)
  expect(await post(event, { secret: 'whsec_of_somebody' })).toBe(400)
  expect(await post(event, { at: NOW - 299_000 })).toBe(200)
  expect(await post(event, { at: NOW - 301_000 })).toBe(400)
  expect(await post(event, { at: NOW + 301_000 })).toBe(400)
  const unsigned = await fetch(`${edge.url}/v1/stripe`, { method: 'POST', body: JSON.stringify(event) })
  expect([unsigned.status, unsigned.headers.get('content-type')]).toEqual([
    400,
    'application/problem+json; charset=utf-8',
  ])
})

test('what is signed but of no use is accepted, so that Stripe does not send it for days', async () => {
  for (const event of [
    {},
    { id: 'evt_1', type: 'x', created: 1, data: { object: {} } },
    of({}, 'price.created'),
  ])
    expect(await post(event)).toBe(200)
})

test('without a secret there is nothing at that address', async () => {
  const other = await startEdge(database.lane)
  const response = await fetch(`${other.url}/v1/stripe`, { method: 'POST', body: '{}' })
  expect(response.status).toBe(404)
  await other.close()
})

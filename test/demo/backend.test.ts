import { createVerifier } from 'fast-jwt'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { HOUR, SECOND } from '../../server/wire/limits.ts'
import { ada, folder, product, receiver, SECRETS, visitor } from './stand.ts'

const namesOf = (received: readonly { body: Record<string, unknown> }[]) =>
  received.map(({ body }) => body['event'])

test('the identity token vouches for this person in this account, for an hour', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const person = await ada(demo.url)
  const { body } = await person.get('/api/tidemark-token')
  const verify = createVerifier({
    key: SECRETS.identitySecret,
    algorithms: ['HS256'],
    allowedAud: 'tidemark',
  })
  const claims = verify(String(body['token']))
  expect(claims).toMatchObject({ sub: person.personId, account: person.accountId })
  expect((claims.exp - claims.iat) * SECOND).toBe(HOUR)
})

test('nobody who is signed out gets a token', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  expect(await visitor(demo.url).get('/api/tidemark-token')).toMatchObject({ status: 401 })
})

test('paying twice at once starts one subscription', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const person = await ada(demo.url)
  await Promise.all([1, 2, 3].map(() => person.post('/api/checkout', { plan: 'pro' })))
  await tidemark.has(1)
  await demo.settled()
  expect(tidemark.received).toEqual([
    {
      path: '/v1/track',
      authorization: `Basic ${Buffer.from(`${SECRETS.secretKey}:`).toString('base64')}`,
      body: expect.objectContaining({
        event: 'Subscription Started',
        userId: person.personId,
        context: { groupId: person.accountId },
        properties: { plan: 'pro', amount: 49, currency: 'USD' },
      }),
    },
  ])
})

test('a payment made while Tidemark is away arrives after a restart of the product', async () => {
  using state = folder()
  const database = `${state.path}/regulars.db`
  {
    await using away = await receiver([503])
    await using demo = await product(away.url, database)
    const person = await ada(demo.url)
    await person.post('/api/checkout', { plan: 'pro' })
  }
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url, database)
  await tidemark.has(1)
  expect(demo.url).toContain('http://localhost:')
  expect(namesOf(tidemark.received)).toEqual(['Subscription Started'])
})

test('the backend reports 80 and 100 of 100 records once each, and refuses and reports every one beyond', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const person = await ada(demo.url)
  for (let tens = 0; tens < 10; tens++) await person.post('/api/records/samples')
  const refused = await person.post('/api/records/samples')
  expect(refused).toMatchObject({ status: 402, body: { error: 'limit' } })
  await tidemark.has(3)
  expect(tidemark.received.map(({ body }) => [body['event'], body['properties']])).toEqual([
    ['Limit Approached', { limit: 'records', used: 80, max: 100, threshold: 0.8, blocked: false }],
    ['Limit Reached', { limit: 'records', used: 100, max: 100, threshold: 1, blocked: false }],
    ['Limit Reached', { limit: 'records', used: 100, max: 100, threshold: 1, blocked: true }],
  ])
})

test('an invitation brings one person into the account, once', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const inviter = await ada(demo.url)
  const { body } = await inviter.post('/api/invitations', { email: 'leo@oak-dental.example' })
  const path = `/api${String(body['path'])}`
  expect((await visitor(demo.url).get(path)).body).toEqual({
    company: 'Oak Dental',
    email: 'leo@oak-dental.example',
    inviter: 'Ada Larsen',
  })
  const joined = await visitor(demo.url).post(path, { name: 'Leo Costa' })
  expect(joined.body).toMatchObject({
    person: { invitedBy: inviter.personId, account: inviter.accountId },
    teammates: 2,
  })
  expect((await visitor(demo.url).post(path, { name: 'Eve' })).status).toBe(404)
})

test('integrations of Pro are refused on the free plan', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const person = await ada(demo.url)
  expect(await person.post('/api/integrations/slack')).toMatchObject({ status: 402, body: { error: 'gate' } })
  expect((await person.post('/api/integrations/spreadsheets')).body).toMatchObject({
    me: { integrations: ['spreadsheets'] },
  })
})

test('every path of the app answers its page with the snippet, the server and the key', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const pages = await Promise.all(
    ['/', '/records', '/join/abc'].map((path) => fetch(demo.url + path).then((answer) => answer.text())),
  )
  for (const page of pages)
    expect(page).toBe(
      `<script async src="${tidemark.url}/tidemark.js" data-key="${SECRETS.writeKey}"></script>`,
    )
})

test('the sales receiver lists what is signed, refuses what is not, and draws both inert', async () => {
  await using tidemark = await receiver()
  await using demo = await product(tidemark.url)
  const body = JSON.stringify({ type: 'lead.qualified', note: '<script>alert(1)</script>' })
  const signature = new Webhook(SECRETS.webhookSecret).sign('msg_1', new Date(), body)
  const post = (headers: Record<string, string>) =>
    fetch(`${demo.url}/hooks/sales`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
  const stamp = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / SECOND)) }
  const signed = { ...stamp, 'webhook-signature': signature }
  expect((await post(signed)).status).toBe(204)
  expect((await post(signed)).status).toBe(204)
  expect((await post({ ...stamp, 'webhook-signature': 'v1,bm9wZQ==' })).status).toBe(401)
  const list = await visitor(demo.url).get('/hooks/sales.json')
  expect(list.body['received']).toHaveLength(2)
  const page = await fetch(`${demo.url}/hooks/sales`).then((answer) => answer.text())
  expect(page).toContain('Signature verified')
  expect(page).toContain('Signature refused')
  expect(page).not.toContain('<script>alert')
})

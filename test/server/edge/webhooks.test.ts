import Schema from 'typebox/schema'
import { afterAll, expect, test } from 'vitest'
import { createPost } from '../../../server/deliver/post.ts'
import { composeWebhook } from '../../../server/deliver/webhook.ts'
import { createDispatch } from '../../../server/dispatch.ts'
import { DAY } from '../../../server/wire/limits.ts'
import { MESSAGE_TYPES } from '../../../server/wire/message.ts'
import { startEdge } from './harness.ts'
import { KEYS, openTestLane } from './real-lane.ts'
import { startReceiver } from './receiver.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp()
})

type Described = {
  readonly post: {
    readonly parameters: readonly { readonly name: string; readonly in: string }[]
    readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Form }>> }
  }
}
type Form = { readonly properties: Readonly<Record<string, Form>> }

test('every kind of message that a webhook receives is as the API describes it', async () => {
  const database = await openTestLane({ channels: ['webhook'] })
  const { lane } = database
  const receiver = await startReceiver()
  const edge = await startEdge(lane)
  let ahead = 0
  const now = () => Date.now() + ahead
  const dispatch = createDispatch({
    lane,
    channels: { webhook: composeWebhook(receiver.url, `whsec_${Buffer.alloc(32, 7).toString('base64')}`) },
    post: createPost({ allowPrivateHosts: true }),
    now,
    chance: () => 0.5,
    onSettled: () => {},
    onError: (error) => {
      throw error
    },
  })
  cleanUps.push(() => database.close(), receiver.close, edge.close, dispatch.stop)
  const ask = async (userId: string) => {
    const event = { event: 'Sales Contact Requested', userId, context: { groupId: 'acme.com' } }
    const headers = { authorization: `Basic ${btoa(`${KEYS.secret}:`)}` }
    const body = JSON.stringify({ ...event, properties: { message: 'Please call' } })
    expect((await fetch(`${edge.url}/v1/track`, { method: 'POST', headers, body })).status).toBe(200)
  }
  await ask('ann')
  await receiver.until(1)
  await ask('bob')
  await receiver.until(2)
  ahead = 5 * DAY
  await lane.advance(now(), 10)
  await receiver.until(3)
  const [lead] = await lane.leads({ status: 'open', historic: false }, now())
  await lane.act({
    id: lead?.id ?? '',
    action: 'disqualify',
    body: { reason: 'not a fit' },
    by: 'rep@vendor.example',
    now: now(),
  })
  await receiver.until(4)

  const { webhooks } = (await (await edge.admin('/api/openapi.json')).json()) as {
    webhooks: Record<string, Described>
  }
  expect(Object.keys(webhooks)).toEqual([...MESSAGE_TYPES])
  const types = receiver.received.map(({ body, headers }) => {
    const message = JSON.parse(body)
    const { parameters, requestBody } = webhooks[message.type]?.post ?? {}
    const form = requestBody?.content[headers['content-type'] ?? '']?.schema
    expect(Schema.Compile(form ?? false).Errors(message)).toEqual([true, []])
    expect(Object.keys(message)).toEqual(Object.keys(form?.properties ?? {}))
    expect(Object.keys(message.data).sort()).toEqual(
      Object.keys(form?.properties['data']?.properties ?? {}).sort(),
    )
    for (const parameter of parameters ?? []) expect(headers[parameter.name]).toBeTruthy()
    return message.type
  })
  expect(types).toEqual(['lead.qualified', 'lead.updated', 'lead.breached', 'lead.closed'])
})

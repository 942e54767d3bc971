import { PassThrough } from 'node:stream'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import { serve } from '../../../server/main.ts'
import { readRunFile } from '../../../server/run-file.ts'
import type { LeadMessage } from '../../../server/wire/message.ts'
import { databases } from '../../store/databases.ts'
import { configOf } from './harness.ts'
import { startReceiver } from './receiver.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

test.each(databases())(
  '$kind: somebody asks for sales, and the receivers have it: signed, in words, once',
  async (on) => {
    const database = await on.make()
    const receiver = await startReceiver()
    cleanUps.push(() => database.drop(), receiver.close)
    const config = await configOf({
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      TIDEMARK_WEBHOOK_URL: `${receiver.url}/hook`,
      TIDEMARK_SLACK_WEBHOOK_URL: `${receiver.url}/slack`,
      TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
    })
    const log = new PassThrough().setEncoding('utf8')
    const server = await serve(config, log)
    cleanUps.push(server.stop)
    expect(server.isFirst).toBe(true)
    const run = { url: server.url, adminToken: null, pid: process.pid }
    expect(readRunFile(database.url)).toEqual(on.kind === 'sqlite' ? run : null)
    const event = {
      type: 'track',
      event: 'Sales Contact Requested',
      userId: 'ann',
      messageId: 'm-1',
      context: { groupId: 'acme.com' },
      properties: { message: 'Please call' },
    }
    const sent = {
      method: 'POST',
      body: JSON.stringify({ writeKey: server.secrets.keys.write, batch: [event] }),
    }
    for (const attempt of [1, 2])
      expect([attempt, (await fetch(`${server.url}/v1/batch`, sent)).status]).toEqual([attempt, 200])
    await receiver.until(2)
    await cleanUps.pop()?.()

    expect(receiver.received.map(({ path }) => path).toSorted()).toEqual(['/hook', '/slack'])
    const hook = receiver.received.find(({ path }) => path === '/hook')
    const headers = Object.fromEntries(
      Object.entries(hook?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    )
    const message = new Webhook(server.secrets.webhookSecret ?? '').verify(
      hook?.body ?? '',
      headers,
    ) as LeadMessage
    expect(message).toMatchObject({
      type: 'lead.qualified',
      data: { accountId: 'acme.com', userId: 'ann', message: 'Please call', verified: false },
    })
    expect(receiver.received.find(({ path }) => path === '/slack')?.body).toContain('They wrote: Please call')
    expect(readRunFile(database.url)).toBeNull()

    expect(log.read()).not.toMatch(/ann|acme|pk_|m-1|call/i)

    const again = await serve(config, log)
    cleanUps.push(again.stop)
    expect(again.isFirst).toBe(false)
  },
)

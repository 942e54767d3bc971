import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import { type Server, serve } from '../../../server/main.ts'
import { readRunFile } from '../../../server/run-file.ts'
import type { LeadMessage } from '../../../server/wire/message.ts'
import { configOf } from './harness.ts'
import { startReceiver } from './receiver.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidemark-server-'))
const databaseUrl = `sqlite:${join(folder, 'data', 'test.db')}`
let server: Server
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('somebody asks for sales, and the receivers have it: signed, in words, once', async () => {
  const receiver = await startReceiver()
  const config = await configOf({
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    TIDEMARK_WEBHOOK_URL: `${receiver.url}/hook`,
    TIDEMARK_SLACK_WEBHOOK_URL: `${receiver.url}/slack`,
    TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
  })
  server = await serve(config)
  expect(server.isFirst).toBe(true)
  expect(readRunFile(databaseUrl)).toMatchObject({ url: server.url, adminToken: null, pid: process.pid })
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
  await server.stop()
  await receiver.close()

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
  expect(readRunFile(databaseUrl)).toBeNull()

  server = await serve(config)
  expect(server.isFirst).toBe(false)
})

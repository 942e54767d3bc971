import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo } from '../../demo/server.ts'

export const SECRETS = {
  writeKey: 'pk_demo_of_a_test',
  secretKey: 'sk_demo_of_a_test',
  identitySecret: 'an identity secret of 32 or more characters',
  webhookSecret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
} as const

const bodyOf = async (request: IncomingMessage) => {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

/** A folder of its own, removed when the test ends. */
export const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'demo-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

type Received = { path: string; authorization: string; body: Record<string, unknown> }

/** Stands for Tidemark: keeps what it is sent. `answers` are the status codes of the first requests; then 200. */
export const receiver = async (answers: number[] = []) => {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await bodyOf(request))
    const status = answers.shift() ?? 200
    if (status === 200)
      received.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body })
    for (const { count, resolve } of waiting) if (received.length >= count) resolve()
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"success":true}')
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Resolves when so many requests were taken. */
    has: (count: number) =>
      new Promise<void>((resolve) => {
        if (received.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The product with a page of one line, in front of this Tidemark. */
export const product = async (tidemarkUrl: string, database = ':memory:') => {
  const site = folder()
  mkdirSync(join(site.path, 'assets'))
  writeFileSync(
    join(site.path, 'index.html'),
    '<script async src="http://localhost:4680/tidemark.js" data-key="pk_demo"></script>',
  )
  const demo = await startDemo({
    port: 0,
    database,
    directory: site.path,
    tidemark: { url: tidemarkUrl, ...SECRETS },
  })
  return {
    ...demo,
    [Symbol.asyncDispose]: async () => {
      await demo.close()
      site[Symbol.dispose]()
    },
  }
}

type Answer = { status: number; body: Record<string, unknown> }

/** A browser of somebody: keeps the session cookie. */
export const visitor = (url: string) => {
  let cookie = ''
  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(url + path, {
      method,
      headers: { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: answer.status, body: (await answer.json()) as Answer['body'] }
  }
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body?: object) => ask('POST', path, body),
  }
}

/** Somebody who has just signed up. */
export const ada = async (url: string) => {
  const browser = visitor(url)
  const form = { name: 'Ada Larsen', email: 'ada@oak-dental.example', company: 'Oak Dental' }
  const { body } = await browser.post('/api/sign-up', form)
  const { person, account } = body as { person: { id: string }; account: { id: string } }
  return { ...browser, personId: person.id, accountId: account.id }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startDemo } from '../../demo/server.ts'
import { freePort } from '../free-port.ts'

const root = resolve(import.meta.dirname, '../..')

const KEYS = {
  write: 'pk_journey',
  secret: 'sk_journey',
  admin: 'admin-token-of-the-journey',
  identity: 'identity-secret-of-the-journey-0123456789',
  webhook: `whsec_${Buffer.from('a webhook secret of 32 bytes....').toString('base64')}`,
}

export type Received = { readonly headers: Record<string, string>; readonly body: string }

/** A sales tool's webhook receiver: keeps what arrives, answers 200. */
const startReceiver = async () => {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      received.push({ headers, body: Buffer.concat(chunks).toString() })
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  }
}

const startServer = async (env: NodeJS.ProcessEnv, url: string) => {
  const child = spawn(process.execPath, [join(root, 'dist/server/main.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = once(child, 'exit')
  for (let tries = 0; ; tries += 1) {
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) break
    if (tries > 200 || child.exitCode !== null) throw new Error(`The server at ${url} did not become ready`)
    await new Promise((wake) => setTimeout(wake, 50))
  }
  return async () => {
    child.kill('SIGTERM')
    await exited
  }
}

/** The whole product as a team would run it: built server, demo on its own origin, a webhook receiver. */
export const startStack = async (databaseUrl?: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'journey-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const receiver = await startReceiver()
  const stopServer = await startServer(
    {
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl ?? `sqlite:${join(folder, 'tidemark.db')}`,
      TIDEMARK_URL: url,
      TIDEMARK_CONFIG: join(root, 'demo/tidemark.config.json'),
      TIDEMARK_WRITE_KEY: KEYS.write,
      TIDEMARK_SECRET_KEY: KEYS.secret,
      TIDEMARK_ADMIN_TOKEN: KEYS.admin,
      TIDEMARK_IDENTITY_SECRET: KEYS.identity,
      TIDEMARK_WEBHOOK_URL: receiver.url,
      TIDEMARK_WEBHOOK_SECRET: KEYS.webhook,
      TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
    },
    url,
  )
  const demo = await startDemo({
    port: 0,
    database: ':memory:',
    directory: join(root, 'dist/demo'),
    tidemark: {
      url,
      secretKey: KEYS.secret,
      identitySecret: KEYS.identity,
      writeKey: KEYS.write,
      webhookSecret: KEYS.webhook,
    },
  })

  const api = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(url + path, {
      ...init,
      headers: { authorization: `Bearer ${KEYS.admin}`, 'content-type': 'application/json' },
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  return {
    url,
    demoUrl: demo.url,
    webhookSecret: KEYS.webhook,
    received: receiver.received,
    api,
    signInLink: async (email: string) =>
      (await api<{ url: string }>('/api/sign-in', { method: 'POST', body: JSON.stringify({ email }) })).url,
    stop: async () => {
      await demo.close()
      await stopServer()
      receiver.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type Stack = Awaited<ReturnType<typeof startStack>>

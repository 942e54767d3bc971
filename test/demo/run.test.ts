import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const RUN = join(import.meta.dirname, '../../demo/run.ts')

const start = (env: Record<string, string>) =>
  new Promise<{ code: unknown; said: string }>((resolve) =>
    execFile(process.execPath, [RUN], { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    ),
  )

test('a taken port is named, with what to do, before anything is built or started', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, said } = await start({ PORT: String(port) })
  server.close()
  expect(code).toBe(1)
  expect(said.trim()).toBe(
    `Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 100} npm run demo`,
  )
})

test.each([
  [{ PORT: 'http' }, 'PORT is "http"; it must be a port from 1 to 65535.'],
  [
    { PORT: '5690', DEMO_PORT: '5690' },
    'PORT and DEMO_PORT are both 5690; the product needs an origin of its own.',
  ],
])('%o is refused in words', async (env, words) => {
  const { code, said } = await start(env)
  expect(code).toBe(1)
  expect(said.trim()).toBe(words)
})

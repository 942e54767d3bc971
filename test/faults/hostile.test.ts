import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { KEYS, track } from '../server/lane/harness.ts'
import { bodyOf } from './grammar.ts'
import { dice, isLong, judge, post, type RealServer, startServer } from './stand.ts'

vi.setConfig({ testTimeout: isLong ? 3_600_000 : 240_000, hookTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-hostile-'))
const databaseUrl = `sqlite:${join(folder, 'hostile.db')}`
let server: RealServer
const acknowledged: string[] = []
beforeAll(async () => {
  server = await startServer(databaseUrl)
})
afterAll(async () => {
  await server.end('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Whatever was done to it: it lives, and takes in an ordinary event. */
afterEach(async () => {
  const id = `after-${acknowledged.length}`
  expect(await post(server.url, [track('Core Action Completed', { messageId: id })])).toBe(200)
  acknowledged.push(id)
})

const send = async (body: BodyInit, path = '/v1/batch'): Promise<Response> =>
  fetch(server.url + path, { method: 'POST', body })
const megabytes = (): number => {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

const BODIES = isLong ? 100_000 : 1000

test(`${BODIES} bodies of any shape are answered, each with 200, 400 or 401`, async () => {
  const random = dice('grammar')
  const paths = [
    '/v1/batch',
    '/v1/track',
    '/v1/identify',
    '/v1/group',
    '/v1/import',
    '/v1/b',
    '/v1/m',
  ] as const
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < BODIES; sent += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const path = `${random.pick(paths)}${random.happens(0.3) ? `?writeKey=${KEYS.secret}` : ''}`
        const answer = await send(new Uint8Array(bodyOf(random)), path)
        expect(await answer.json()).toBeTypeOf('object')
        return answer.status
      }),
    )
    for (const status of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect([...statuses.keys()].toSorted()).toEqual([200, 400, 401])
})

test('bombs and oversized bodies are refused, and cost no memory', async () => {
  const bombs = [
    gzipSync(Buffer.alloc(100_000_000)),
    gzipSync(gzipSync(Buffer.alloc(50_000_000))),
    Buffer.alloc(700_000, '['),
    Buffer.from(`{"batch":[${'['.repeat(200_000)}`),
    Buffer.from(JSON.stringify({ writeKey: KEYS.write, batch: Array.from({ length: 3000 }, () => ({})) })),
  ].map((bomb) => new Uint8Array(bomb))
  const throwAll = async (times: number) => {
    for (let n = 0; n < times; n++) for (const bomb of bombs) expect((await send(bomb)).status).toBe(400)
  }
  await throwAll(5)
  const before = megabytes()
  await throwAll(isLong ? 500 : 25)
  const growth = megabytes() - before
  console.log(`bombs: ${before.toFixed(0)} MB resident before them, ${growth.toFixed(0)} MB more after them`)
  expect(growth).toBeLessThan(100)
})

/** The 99th percentile of what a hundred others wait for their answers, ms; `beside` is done before each. */
const waitOfOthers = async (name: string, beside: (n: number) => void = () => undefined): Promise<number> => {
  const waits: number[] = []
  for (let n = 0; n < 100; n++) {
    beside(n)
    const id = `${name}-${n}`
    const sentAt = performance.now()
    expect(await post(server.url, [track('Core Action Completed', { messageId: id })])).toBe(200)
    waits.push(performance.now() - sentAt)
    acknowledged.push(id)
  }
  return waits.sort((a, b) => a - b)[98] ?? 0
}

test('1,000 senders that trickle hold up nobody else', async () => {
  const alone = await waitOfOthers('alone')
  const { port, hostname } = new URL(server.url)
  const sockets: Socket[] = await Promise.all(
    Array.from(
      { length: 1000 },
      (_, n) =>
        new Promise<Socket>((done, fail) => {
          const socket = connect(Number(port), hostname, () => done(socket))
          socket.on('error', fail)
          // Half of them trickle their head, half their body.
          socket.write(
            n % 2
              ? 'POST /v1/batch HT'
              : 'POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-length: 400000\r\n\r\n{',
          )
        }),
    ),
  )
  for (const socket of sockets) socket.removeAllListeners('error').on('error', () => undefined)
  // Only who reads hears that the other side is gone.
  let last = ''
  const cutOff = sockets.map(
    (socket) =>
      new Promise((done) => {
        socket.on('data', (bytes) => {
          last = bytes.toString()
        })
        socket.once('close', done)
      }),
  )
  const beside = await waitOfOthers('beside', (n) => {
    for (const socket of sockets.slice(n * 10, n * 10 + 10)) socket.write(' ')
  })
  // A figure for whoever runs it; a test makes no claims about time.
  console.log(`beside 1,000 that trickle: p99 ${beside.toFixed(0)} ms, ${alone.toFixed(0)} ms alone`)
  if (isLong) {
    await Promise.all(cutOff)
    expect(last).toMatch(/^HTTP\/1.1 503 [^]*retry-after: 1/)
  }
  for (const socket of sockets) socket.destroy()
})

test('a burst that is too much is refused early with Retry-After, and what was acknowledged is there', async () => {
  const filler = 'x'.repeat(25_000)
  const burst = Array.from({ length: isLong ? 1000 : 200 }, async (_, n) => {
    const ids = Array.from({ length: 15 }, (_unused, at) => `burst-${n}-${at}`)
    const batch = ids.map((messageId) =>
      track('Core Action Completed', { messageId, properties: { filler } }),
    )
    const answer = await send(JSON.stringify({ writeKey: KEYS.write, batch }))
    if (answer.status === 200) acknowledged.push(...ids)
    else expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    return answer.status
  })
  const statuses = new Set(await Promise.all(burst))
  expect(statuses.delete(200)).toBe(true)
  expect(statuses.size).toBeGreaterThan(0)
  for (const status of statuses) expect([429, 503]).toContain(status)
  await server.end('SIGKILL')
  await judge(databaseUrl, acknowledged)
  server = await startServer(databaseUrl)
})

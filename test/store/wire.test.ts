import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { openWire } from '../../server/store/wire.ts'

/** Stands between a server and its Postgres, and can cut it off. */
const startBridge = async (to: URL) => {
  const sockets = new Set<Socket>()
  let isCut = false
  let attempts = 0
  const server = createServer((socket) => {
    attempts += 1
    if (isCut) {
      socket.destroy()
      return
    }
    const there = connect(Number(to.port || 5432), to.hostname)
    for (const [one, other] of [
      [socket, there],
      [there, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => undefined)
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const url = new URL(to)
  url.host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url: url.href,
    attempts: () => attempts,
    cut: () => {
      isCut = true
      attempts = 0
      for (const socket of sockets) socket.destroy()
    },
    mend: () => {
      isCut = false
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

const given = inject('postgres')

test.skipIf(given === null)(
  'a server that is cut off from Postgres knocks once a second, and then hears the others again',
  { timeout: 60_000 },
  async () => {
    const bridge = await startBridge(new URL(given ?? ''))
    const heard: string[] = []
    const wire = await openWire(bridge.url, (word) => heard.push(word))
    bridge.cut()
    await wait(6500)
    expect(bridge.attempts()).toBeGreaterThan(0)
    expect(bridge.attempts()).toBeLessThanOrEqual(7)
    bridge.mend()
    const tellAndHear = async () => {
      await wire.tell('back')
      return heard
    }
    await expect.poll(tellAndHear, { timeout: 20_000 }).toContain('back')
    await wire.close()
    bridge.close()
  },
)

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { KEYS, track } from '../server/lane/harness.ts'
import { isLong, isReady, judge, post, type RealServer, startLoad, startServer } from './stand.ts'

vi.setConfig({ testTimeout: isLong ? 3_600_000 : 240_000 })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-disk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Compiles the shim; false, and the reason in words, where there is no compiler. */
const shim = (() => {
  const library = join(folder, 'shim.so')
  const source = resolve(import.meta.dirname, 'shim.c')
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'])
  if (status !== 0) console.warn('Faults of the disk are skipped: there is no C compiler (cc) for the shim.')
  return status === 0 ? library : null
})()

const order = join(folder, 'order')
const disk = (state: string) => writeFileSync(order, state)

const start = (name: string): Promise<RealServer> => {
  disk('ok')
  return startServer(`sqlite:${join(folder, name)}`, { LD_PRELOAD: shim ?? '', FAULT_FILE: order })
}
const event = (messageId: string) => track('Core Action Completed', { messageId })

test.skipIf(!shim)(
  'while the disk is slow, pages still get their configuration and health its answer',
  async () => {
    const server = await start('slow.db')
    const config = `${server.url}/v1/config?writeKey=${KEYS.write}`
    expect((await fetch(config)).status).toBe(200)
    disk('slow 3000')
    let isTaken = false
    const taking = post(server.url, [event('slow')]).then((status) => {
      isTaken = true
      return status
    })
    for (const url of [config, `${server.url}/healthz`]) expect((await fetch(url)).status).toBe(200)
    expect(isTaken).toBe(false)
    disk('ok')
    expect(await taking).toBe(200)
    for (const pause of isLong ? [5, 20, 50, 100, 200] : [20]) {
      disk(`slow ${pause}`)
      const load = startLoad([server.url], `slow-${pause}`)
      await load.until(isLong ? 5000 : 200)
      await load.stop()
      expect([...load.answers.keys()]).toEqual([200])
    }
    disk('ok')
    await server.end()
  },
)

test.skipIf(!shim).each(['eio', 'full'])(
  'a disk that fails (%s) is no loss: senders are told to come back, and all is well once it works again',
  async (fault) => {
    const server = await start(`${fault}.db`)
    const acknowledged: string[] = []
    for (let round = 0; round < (isLong ? 20 : 2); round++) {
      const load = startLoad([server.url], `round-${round}`, { isPatient: true })
      await load.until(100)
      disk(fault)
      while (!load.answers.get(503)) await new Promise((done) => setTimeout(done, 20))
      await expect.poll(() => isReady(server.url), { timeout: 10_000 }).toBe(false)
      disk('ok')
      await expect.poll(() => isReady(server.url), { timeout: 10_000 }).toBe(true)
      await load.until(100)
      await load.stop()
      for (const status of load.answers.keys()) expect([200, 503]).toContain(status)
      acknowledged.push(...load.acknowledged)
    }
    await server.end('SIGKILL')
    await judge(`sqlite:${join(folder, `${fault}.db`)}`, acknowledged)
  },
)

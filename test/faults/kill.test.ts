import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KEYS, openTestLane, rebuild, track } from '../server/lane/harness.ts'

const CYCLES = 5
const SENDERS = 8
const EVENTS = 5

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-kill-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** A real server on the given file; resolves when it is ready. */
const startServer = async (databaseUrl: string): Promise<{ url: string; child: ChildProcess }> => {
  const port = await freePort()
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../server/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      TIDEMARK_WRITE_KEY: KEYS.write,
      TIDEMARK_SECRET_KEY: KEYS.secret,
    },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 30_000
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('The server did not start.')
    await wait(20)
  }
  return { url, child }
}

/** Sends batches until the server is gone; every batch is named in `sent`, the answered ones in `acknowledged`. */
const sendUntilItDies = async (
  url: string,
  name: string,
  onAnswer: (ids: string[]) => void,
): Promise<void> => {
  for (let n = 0; ; n++) {
    const ids = Array.from({ length: EVENTS }, (_, at) => `${name}-${n}-${at}`)
    const batch = ids.map((messageId, at) =>
      track('Core Action Completed', {
        messageId,
        userId: `user-${(n + at) % 20}`,
        context: { groupId: `account-${n % 4}` },
      }),
    )
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ writeKey: KEYS.write, batch }),
    }).catch(() => null)
    if (!answer) return
    const text = await answer.text().catch(() => null)
    if (answer.status === 200 && text !== null) onAnswer(ids)
  }
}

test('a server killed under load, five times, loses nothing it acknowledged and counts nothing twice', async () => {
  const databaseUrl = `sqlite:${join(folder, 'kill.db')}`
  const acknowledged: string[] = []
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const { url, child } = await startServer(databaseUrl)
    const exited = once(child, 'exit')
    const enough = acknowledged.length + EVENTS * (60 + 37 * cycle)
    const senders = Array.from({ length: SENDERS }, (_, sender) =>
      sendUntilItDies(url, `${cycle}-${sender}`, (ids) => {
        acknowledged.push(...ids)
        if (acknowledged.length >= enough) child.kill('SIGKILL')
      }),
    )
    await Promise.all(senders)
    await exited
  }
  const lane = await openTestLane(databaseUrl)
  const rows = await lane.store.db.selectFrom('journal').select('message_id').execute()
  const stored = rows.map((row) => row.message_id)
  expect(new Set(stored).size).toBe(stored.length)
  const kept = new Set(stored)
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(CYCLES * 300)
  expect(await rebuild(lane, Date.now())).toMatchObject({ changed: 0 })
  await lane.close()
})

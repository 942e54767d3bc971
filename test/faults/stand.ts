import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { createRandom, type Random } from '../../demo/history/random.ts'
import { freePort } from '../free-port.ts'
import { KEYS, openTestLane, rebuild, track } from '../server/lane/harness.ts'

/** `npm run test:faults -- --long` sets it. */
export const isLong = process.env['FAULTS'] === 'long'

/** Dice whose seed is printed; FAULT_SEED throws the same again. */
export const dice = (name: string): Random => {
  const seed = process.env['FAULT_SEED'] ?? String(Date.now())
  console.log(`${name}: FAULT_SEED=${seed}`)
  return createRandom(`${name} ${seed}`)
}

export type RealServer = {
  readonly url: string
  readonly child: ChildProcess
  /** What it has written so far. */
  readonly said: () => string
  /** Ends it by this signal; answers its exit code, null when the signal killed it. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** A server process of its own on the given database; not necessarily ready. */
export const spawnServer = async (
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RealServer> => {
  const port = await freePort()
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../server/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      TIDEMARK_WRITE_KEY: KEYS.write,
      TIDEMARK_SECRET_KEY: KEYS.secret,
      TIDEMARK_ADMIN_TOKEN: ADMIN_TOKEN,
      // As npm start, the unit and the container do.
      MALLOC_MMAP_THRESHOLD_: '131072',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-100_000)
    })
  const exited = once(child, 'exit')
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    said: () => said,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}

export const ADMIN_TOKEN = 'admin-token-of-the-faults'
const READY_WITHIN = 120_000

/** The same, once it says that it is ready. */
export const startServer = async (
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RealServer> => {
  const server = await spawnServer(databaseUrl, env)
  for (const deadline = Date.now() + READY_WITHIN; !(await isReady(server.url)); await wait(20))
    if (server.child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The server did not start: ${server.said()}`)
  return server
}

export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )

type Fields = Readonly<Record<string, unknown>>

/** Posts a batch; null = no answer came, so nobody knows whether it was taken in. */
export const post = async (url: string, batch: readonly Fields[]): Promise<number | null> => {
  const body = JSON.stringify({ writeKey: KEYS.write, batch })
  const answer = await fetch(`${url}/v1/batch`, { method: 'POST', body }).catch(() => null)
  const text = await answer?.text().catch(() => null)
  return answer && typeof text === 'string' ? answer.status : null
}

export type Load = {
  /** Ids of all events that were answered with 200. */
  readonly acknowledged: string[]
  /** Answers by status; null counts those that never came. */
  readonly answers: Map<number | null, number>
  /** Stops sending and resolves when the last answers are in. */
  readonly stop: () => Promise<void>
  /** Resolves when so many events more are acknowledged. */
  readonly until: (more: number) => Promise<void>
}

export type LoadOptions = {
  readonly senders?: number
  readonly events?: number
  /** Sends a batch again until it is acknowledged, as SDKs do. Without it a sender ends when no answer comes. */
  readonly isPatient?: boolean
  readonly eventOf?: (id: string, n: number) => Fields
}

const usualEvent = (messageId: string, n: number): Fields =>
  track('Core Action Completed', {
    messageId,
    userId: `user-${n % 23}`,
    context: { groupId: `account-${n % 7}` },
  })

/** Sends batches, each sender its next when the last was answered; to the servers in turn. */
export const startLoad = (urls: readonly string[], name: string, options: LoadOptions = {}): Load => {
  const { senders = 8, events = 5, isPatient = false, eventOf = usualEvent } = options
  const over = new AbortController()
  const acknowledged: string[] = []
  const answers = new Map<number | null, number>()

  const deliver = async (ids: readonly string[], first: number): Promise<boolean> => {
    const batch = ids.map((id, at) => eventOf(id, first + at))
    for (let attempt = first; ; attempt++) {
      const status = await post(urls[attempt % urls.length] ?? '', batch)
      answers.set(status, (answers.get(status) ?? 0) + 1)
      if (status === 200) acknowledged.push(...ids)
      if (status === 200 || !isPatient) return status !== null
      if (over.signal.aborted) return false
      await wait(10)
    }
  }
  const run = async (sender: number): Promise<void> => {
    for (let n = 0; !over.signal.aborted; n++) {
      const ids = Array.from({ length: events }, (_, at) => `${name}-${sender}-${n}-${at}`)
      if (!(await deliver(ids, sender + n * 3))) return
    }
  }
  const running = Promise.all(Array.from({ length: senders }, (_, sender) => run(sender)))
  return {
    acknowledged,
    answers,
    stop: async () => {
      over.abort()
      await running
    },
    until: async (more) => {
      const wanted = acknowledged.length + more
      await Promise.race([
        running,
        (async () => {
          while (acknowledged.length < wanted && !over.signal.aborted) await wait(5)
        })(),
      ])
    },
  }
}

/** The oracle: what was acknowledged is there, everything is there once, and every profile is a fold of the journal. */
export const judge = async (databaseUrl: string, acknowledged: readonly string[]): Promise<void> => {
  const lane = await openTestLane(databaseUrl)
  try {
    const rows = await lane.store.db
      .selectFrom('journal')
      .select(['subject', 'message_id'])
      .where('kind', '=', 'track')
      .execute()
    // An id is its sender's: another's event may have the same.
    const ids = new Set(rows.map((row) => JSON.stringify([row.subject, row.message_id])))
    expect(ids.size, 'events that were stored twice').toBe(rows.length)
    const kept = new Set(rows.map((row) => row.message_id))
    expect(
      acknowledged.filter((id) => !kept.has(id)),
      'acknowledged events that are missing',
    ).toEqual([])
    expect(await rebuild(lane, Date.now())).toMatchObject({ changed: 0 })
  } finally {
    await lane.close()
  }
}

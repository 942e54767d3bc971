import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../../free-port.ts'
import { batches, everybody } from './requests.ts'
import { startTidemark, withFile, withServers } from './servers.ts'

const SECRET_KEY = 'sk_bench_1'
const RUNS_FOR = 12_000
const ASKS_EVERY = 40
/** 5,000 events a second, in requests of five. */
const LOAD = { every: 10, requests: 10, eventsEach: 5 }

/** From an event's departure to its signed webhook at the receiver, with 5,000 events a second beside it. */
export const latencyCase = async (): Promise<void> => {
  const askedAt = new Map<string, number>()
  const took: number[] = []
  const receiver = await startReceiver((userId) => {
    const at = askedAt.get(userId)
    if (at !== undefined) took.push(performance.now() - at)
    askedAt.delete(userId)
  })
  const env = {
    TIDEMARK_SECRET_KEY: SECRET_KEY,
    TIDEMARK_WEBHOOK_URL: receiver.url,
    TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
  }
  await withFile((path) =>
    withServers([() => startTidemark(`sqlite:${path}`, env)], async ([server]) => {
      if (!server) return
      const url = `http://127.0.0.1:${server.port}/v1/batch`
      const sent = await Promise.all([load(server.port), ask(url, askedAt)])
      await wait(2000)
      const sorted = took.toSorted((a, b) => a - b)
      const at = (share: number) => sorted[Math.floor(sorted.length * share)]?.toFixed(1)
      const perSecond = Math.round((sent[0] * LOAD.eventsEach) / (RUNS_FOR / 1000))
      console.log(
        `event to signed webhook: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms over ${sorted.length} leads, ${askedAt.size} missing, ${perSecond} events/s beside it`,
      )
    }),
  )
  receiver.close()
}

const load = async (port: number): Promise<number> => {
  const next = batches('bench', { eventsEach: LOAD.eventsEach, ids: 'random', nextUser: everybody(10_000) })
  const url = `http://127.0.0.1:${port}/v1/batch`
  let answered = 0
  const send = async (body: string): Promise<boolean> => {
    const response = await fetch(url, { method: 'POST', body })
    await response.arrayBuffer()
    return response.ok
  }
  for (let at = performance.now(), end = at + RUNS_FOR; at < end; at += LOAD.every) {
    for (let n = 0; n < LOAD.requests; n++) {
      const [, body = ''] = next().toString().split('\r\n\r\n')
      void send(body).then(
        (isOk) => (answered += isOk ? 1 : 0),
        () => undefined,
      )
    }
    await wait(Math.max(0, at + LOAD.every - performance.now()))
  }
  return answered
}

/** People who were never heard of ask for sales, one by one: each opens a lead. */
const ask = async (url: string, askedAt: Map<string, number>): Promise<void> => {
  const authorization = `Basic ${btoa(`${SECRET_KEY}:`)}`
  for (let n = 0; n < RUNS_FOR / ASKS_EVERY; n++) {
    const userId = `asker${n}`
    const event = {
      type: 'track',
      event: 'Sales Contact Requested',
      userId,
      context: { groupId: `${userId}-co` },
    }
    askedAt.set(userId, performance.now())
    const sent = fetch(url, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ batch: [event] }),
    })
    await wait(ASKS_EVERY)
    await sent.then((response) => response.arrayBuffer())
  }
}

const startReceiver = async (onLead: (userId: string) => void) => {
  const port = await freePort()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    request.on('end', () => {
      const { data } = JSON.parse(text) as { data: { userId: string } }
      if (request.headers['webhook-signature']) onLead(data.userId)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

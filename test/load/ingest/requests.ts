import { randomUUID } from 'node:crypto'

export const KEY = 'pk_bench_1'
const EVENTS = ['Core Action Completed', 'Report Viewed', 'Pricing Viewed', 'Session Started', 'Invite Sent']

export type Traffic = {
  readonly key?: string
  readonly eventsEach: number
  /** Ids that ascend, or random ones as SDKs make them. */
  readonly ids: 'ordered' | 'random'
  /** The number of the user whose turn it is. */
  readonly nextUser: () => number
}

/** Every user in turn, spread over all accounts. */
export const everybody = (users: number): (() => number) => {
  let n = 0
  return () => (n++ * 7919) % users
}

/** Some of many users at a time: every few events one of them leaves and another comes. */
export const someOf = (users: number, active: number): (() => number) => {
  let n = 0
  return () => {
    n += 1
    return (Math.floor(n / 8) + ((n * 7919) % active)) % users
  }
}

const post = (host: string, path: string, body: string): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )

/** Makes complete `/v1/batch` requests, users in accounts of ten; ids never repeat. */
export const batches = (host: string, { key = KEY, eventsEach, ids, nextUser }: Traffic): (() => Buffer) => {
  const run = Date.now().toString(36)
  let n = 0
  const event = () => {
    n += 1
    const user = nextUser()
    return {
      type: 'track',
      messageId: ids === 'random' ? randomUUID() : `${run}-${n}`,
      userId: `u${user}`,
      event: EVENTS[n % EVENTS.length],
      timestamp: new Date().toISOString(),
      context: { groupId: `a${Math.floor(user / 10)}` },
      properties: { source: 'bench', position: n % 100 },
    }
  }
  return () => {
    const batch = Array.from({ length: eventsEach }, event)
    return post(host, '/v1/batch', JSON.stringify({ writeKey: key, batch, sentAt: new Date().toISOString() }))
  }
}

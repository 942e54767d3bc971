import { connect } from 'node:net'

export type Load = {
  readonly host: string
  readonly port: number
  /** Complete HTTP requests, sent in turn by every connection. */
  readonly nextRequest: () => Buffer
  readonly connections: number
  readonly runFor: number
}
export type LoadResult = {
  readonly requests: number
  readonly refused: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  /** Every answer's, in ms, so that several windows can be taken as one. */
  readonly latencies: readonly number[]
}

const STATUS_OK = 'HTTP/1.1 200'

/** Where the first complete answer in `text` ends; -1 while it is not complete. */
const answerEnd = (text: string): number => {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return -1
  const length = /content-length: (\d+)/i.exec(text.slice(0, head))
  if (length) return head + 4 + Number(length[1]) <= text.length ? head + 4 + Number(length[1]) : -1
  const end = text.indexOf('\r\n0\r\n\r\n', head)
  return end < 0 ? -1 : end + 7
}

export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Keeps `connections` requests in flight for `runFor` ms: each connection sends its next when the answer is there. Latencies in ms. */
export const closedLoop = async (load: Load): Promise<LoadResult> => {
  const latencies: number[] = []
  let refused = 0
  const startedAt = performance.now()
  const isOver = (): boolean => performance.now() - startedAt >= load.runFor
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(load.port, load.host)
      let text = ''
      let sentAt = 0
      const send = (): void => {
        if (isOver()) {
          socket.end()
          resolve()
          return
        }
        sentAt = performance.now()
        socket.write(load.nextRequest())
      }
      socket.setNoDelay(true)
      socket.on('connect', send)
      socket.on('error', reject)
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1')
        const end = answerEnd(text)
        if (end < 0) return
        latencies.push(performance.now() - sentAt)
        if (!text.startsWith(STATUS_OK)) refused += 1
        text = text.slice(end)
        send()
      })
    })
  await Promise.all(Array.from({ length: load.connections }, one))
  const sorted = Float64Array.from(latencies).sort()
  return {
    requests: latencies.length,
    refused,
    seconds: (performance.now() - startedAt) / 1000,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    latencies,
  }
}

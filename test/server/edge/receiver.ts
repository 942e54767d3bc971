import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
export type Answer = { readonly status: number; readonly headers?: Record<string, string> } | 'hang'

/** A real HTTP server that stands where a customer's webhook receiver would. */
export const startReceiver = async (
  answer: (request: Received, index: number) => Answer = () => ({ status: 204 }),
) => {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const entry = { path: request.url ?? '', headers: request.headers, body }
      received.push(entry)
      const said = answer(entry, received.length - 1)
      if (said !== 'hang') response.writeHead(said.status, said.headers).end()
      for (const wake of waiting.splice(0)) wake()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Resolves when so many requests have come. */
    until: async (count: number): Promise<void> => {
      while (received.length < count) await new Promise<void>((wake) => waiting.push(wake))
    },
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

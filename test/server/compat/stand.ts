import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { UserView } from '../../../server/wire/view.ts'
import { startEdge } from '../edge/harness.ts'
import { KEYS, openTestLane } from '../edge/real-lane.ts'

/** How the way to the server treats one request; afterwards all is well again. */
export type Trouble = 'unavailable' | 'too many' | 'answer lost'

export type Arrived = { readonly kind: string; readonly name: string; readonly sender: string }

/**
 * The real server behind a way on which trouble can be planned: a 503, a 429, or an answer that is lost after the
 * events were committed, which a sender cannot tell from events that never came.
 */
export const startStand = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-compat-'))
  const file = join(folder, 'compat.db')
  const database = await openTestLane({ databaseUrl: `sqlite:${file}` })
  const edge = await startEdge(database.lane)
  const way = createWay(edge.url)
  await new Promise<void>((done) => way.server.listen(0, '127.0.0.1', done))

  return {
    url: `http://127.0.0.1:${(way.server.address() as AddressInfo).port}`,
    key: KEYS.write,
    secretKey: KEYS.secret,
    /** What happens to the next requests with events, in turn. */
    plan: (...troubles: readonly Trouble[]) => way.troubles.push(...troubles),
    isPlanDone: () => way.troubles.length === 0,
    user: async (id: string): Promise<UserView> => (await edge.admin(`/api/users/${id}`)).json(),
    statusOf: async (path: string): Promise<number> => (await edge.admin(path)).status,
    rejected: async (): Promise<unknown[]> => (await edge.admin('/api/rejected')).json(),
    /** Every event in the journal, in order. */
    arrived: (): Arrived[] => readJournal(file),
    names: (): string[] => readJournal(file).map(({ name }) => name),
    close: async () => {
      way.server.closeAllConnections()
      await new Promise((done) => way.server.close(done))
      await edge.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Stand = Awaited<ReturnType<typeof startStand>>

const createWay = (target: string): { server: Server; troubles: Trouble[] } => {
  const troubles: Trouble[] = []
  const server = createServer((incoming, response) => {
    const trouble = incoming.method === 'POST' && incoming.url !== '/v1/m' ? troubles.shift() : undefined
    if (trouble === 'unavailable' || trouble === 'too many') refuse(incoming, response, trouble)
    else forward({ target, incoming, response, isLost: trouble === 'answer lost' })
  })
  return { server, troubles }
}

/** As the server itself says it (server/http/intake.ts), with a shorter wait. */
const refuse = (incoming: IncomingMessage, response: ServerResponse, how: Trouble) => {
  incoming.resume()
  response
    .writeHead(how === 'unavailable' ? 503 : 429, {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After, ETag',
      'retry-after': '1',
    })
    .end('{}')
}

type Passing = {
  readonly target: string
  readonly incoming: IncomingMessage
  readonly response: ServerResponse
  readonly isLost: boolean
}

const forward = ({ target, incoming, response, isLost }: Passing) => {
  const { method, headers, url = '/' } = incoming
  const onward = request(new URL(url, target), { method, headers }, (answer) => {
    if (isLost) {
      answer.resume().on('end', () => response.destroy())
      return
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  incoming.pipe(onward)
}

/** Every event in the journal of a SQLite file, in order. */
export const readJournal = (file: string): Arrived[] => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const rows = database.prepare('select kind, body, subject as sender from journal order by seq').all()
    return rows.map(({ kind, body, sender }) => ({
      kind: String(kind),
      name: (JSON.parse(String(body)) as { name?: string }).name ?? '',
      sender: String(sender),
    }))
  } finally {
    database.close()
  }
}

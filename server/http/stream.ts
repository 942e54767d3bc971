import type { ServerResponse } from 'node:http'
import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import { SECOND } from '../wire/limits.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'

const HEARTBEAT_AFTER = 15 * SECOND
/** A reader that has not taken this much is gone. */
const MOST_UNREAD = 64 * 1024

/**
 * `GET /api/stream`: server-sent events for the inbox. `event: news` carries `{"leads": [ids that changed]}`; the page
 * fetches what it shows. At each heartbeat the session is looked up again, so signing out ends the stream.
 */
export const streamRoutes =
  (edge: Edge): FastifyPluginCallback =>
  (app, _options, done) => {
    const readers = new Set<ServerResponse>()
    const undo = edge.lane.onNews(({ leads }) => {
      if (leads.length === 0) return
      for (const reader of readers) write(reader, `event: news\ndata: ${JSON.stringify({ leads })}\n\n`)
    })
    app.addHook('preClose', async () => {
      undo()
      for (const reader of readers) reader.end()
    })

    app.get('/api/stream', (request, reply) => {
      const { caller } = request
      if (caller?.kind !== 'person') {
        sendProblem(reply, 401, {
          detail: 'The stream needs a session; poll /api/leads with the admin token.',
        })
        return
      }
      reply.hijack()
      readers.add(reply.raw)
      open(reply.raw)
      const beat = setInterval(() => void keepUp(edge, caller.token, reply.raw), HEARTBEAT_AFTER)
      onGone(request, reply.raw, () => {
        clearInterval(beat)
        readers.delete(reply.raw)
      })
    })
    done()
  }

const open = (reader: ServerResponse) => {
  reader.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // nginx holds answers back unless told otherwise.
    'x-accel-buffering': 'no',
  })
  reader.write(': connected\n\n')
}

const write = (reader: ServerResponse, text: string) => {
  if (reader.writableLength > MOST_UNREAD) reader.destroy()
  else reader.write(text)
}

const keepUp = async (edge: Edge, token: string, reader: ServerResponse): Promise<void> => {
  const email = await edge.signIn.whoIs(token, edge.now()).catch(() => null)
  if (email === null) reader.end()
  else write(reader, ': still here\n\n')
}

const onGone = (request: FastifyRequest, reader: ServerResponse, end: () => void) => {
  reader.on('error', () => reader.destroy())
  request.raw.on('error', () => reader.destroy())
  reader.on('close', end)
}

import type { FastifyInstance } from 'fastify'
import { SECOND } from '../wire/limits.ts'

const LOOK_AFTER = 20
const PATIENCE = 10 * SECOND

/**
 * Lets requests under way be answered when the server closes. Node closes connections that are idle at that moment but
 * keeps one whose answer comes later open until its keep-alive ends (75 s here), and waits for it: so idle ones are
 * looked for until all are gone, and whoever still trickles after ten seconds is cut off.
 */
export const closeGently = (app: FastifyInstance): void => {
  app.addHook('preClose', async () => {
    const { server } = app
    if (!server.listening) return
    const look = setInterval(() => server.closeIdleConnections(), LOOK_AFTER)
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE)
    server.once('close', () => {
      clearInterval(look)
      clearTimeout(cut)
    })
  })
}

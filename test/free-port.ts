import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port of this machine that nobody listens on. Below the range from which the system takes ports for outgoing
 * connections: none of those comes in between.
 */
export const freePort = async (): Promise<number> => {
  const port = 10_000 + Math.floor(Math.random() * 20_000)
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (!isFree) return freePort()
  server.close()
  await once(server, 'close')
  return port
}
